"""Pages through Django's test client, beside the time of the queries of the same request."""

import statistics
from collections.abc import Iterator
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from o2c.bench import book, figures
from o2c.bench.figures import Figure, QueryClock, query_clock, seconds
from o2c.bench.rows import LAST
from o2c.collections.insights.services import take_snapshots
from o2c.core.access.models import User
from o2c.core.access.queries import the_night

PAGE = 50


def pages(sizes: book.Sizes) -> Iterator[Figure]:
    take_snapshots(book.entity(), LAST, actor=the_night())  # as every night does
    client = signed_in(book.collector())
    for question, address in _addresses(sizes):
        page, clock = served(client, address)
        yield Figure(question, "its SQL alone", page, clock.seconds, note=f"{clock.queries} queries")


def _addresses(sizes: book.Sizes) -> list[tuple[str, str]]:
    board, items, customers = reverse("portfolio"), reverse("open_item_list"), reverse("customer_list")
    today = {"as_of": LAST.isoformat()}
    return [
        ("portfolio page, the collector's own", f"{board}?{urlencode(today)}"),
        ("portfolio page, the whole entity", f"{board}?{urlencode(today | {'entity': book.CODE})}"),
        ("open items, first page", items),
        ("open items, a page in the middle", f"{items}?page={sizes.items // PAGE // 2 + 1}"),
        ("customers, first page", customers),
        ("customers, a page in the middle", f"{customers}?page={sizes.customers // PAGE // 2 + 1}"),
    ]


def signed_in(user: User) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def served(client: Client, address: str) -> tuple[float, QueryClock]:
    """The median request of several, with its queries; the first, which compiles templates, counts only where there is no other."""
    served = []
    for _round in range(figures.ROUNDS + 1 if figures.ROUNDS > 1 else 1):
        with query_clock() as clock:
            served.append((seconds(lambda: _ask(client, address)), clock))
    served = served[1:] or served
    middle = statistics.median_low(taken for taken, _clock in served)
    return next(pair for pair in served if pair[0] == middle)


def _ask(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
