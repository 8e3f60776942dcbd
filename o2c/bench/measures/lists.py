"""Lists of the accounts floor for clerks who see everything, and for those limited to an entity, a region or a portfolio."""

from collections.abc import Iterator

from django.urls import reverse

from o2c.bench import book
from o2c.bench.figures import Figure
from o2c.bench.measures.pages import served, signed_in

LISTS = {
    "customers": "customer_list",
    "campaigns": "campaign_list",
    "campaigns without an account": "unlinked_campaign_list",
    "financial accounts": "financial_account_list",
}


def lists(sizes: book.Sizes) -> Iterator[Figure]:
    for limit, clerk in book.clerks().items():
        client = signed_in(clerk)
        for name, url in LISTS.items():
            page, clock = served(client, reverse(url))
            yield Figure(f"{name}, limited by {limit}", "its SQL alone", page, clock.seconds, note=f"{clock.queries} queries")
