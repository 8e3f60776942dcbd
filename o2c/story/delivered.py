"""What a delivery system sends in the demo, what became of each line, and accounts from before that could be one or lie idle."""

from datetime import date, timedelta
from typing import Any

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.financial_accounts.feed_job import settle
from o2c.accounts.financial_accounts.models import FeedLine
from o2c.accounts.financial_accounts.services import feed
from o2c.billing.documents.services import AccountKey, import_accounts
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job
from o2c.story.cast import Cast
from o2c.story.clients import Client, registered

SOURCE = "delivery"


def send(told: list[Client], running: list[Campaign], cast: Cast, today: date) -> None:
    """Four lines settle by themselves, six are refused; of those a person corrects one, confirms one, and four wait."""
    clerk = cast.by_role["clerk"]
    billed = [client for client in told if client.account and client.entity != "FR01"]
    run = feed.receive_campaign_feed(source=SOURCE, name=f"campaigns-{today}.csv", rows=_lines(billed, running, today), actor=clerk)
    with job(Job.objects.get(kind=feed.JOB, key=str(run.pk)).pk) as j:
        settle(j)
    unknown, test = (FeedLine.objects.get(run=run, ext_id=ext_id) for ext_id in ("dlv-2001", "dlv-2002"))
    if billed[2].customer:
        feed.correct_feed_line(unknown.pk, customer=billed[2].customer, reason="Their trade name, asked by phone", actor=clerk)
    feed.confirm_feed_line(test.pk, reason="A test of the delivery team: nobody pays for it", actor=clerk)


def _lines(billed: list[Client], running: list[Campaign], today: date) -> list[dict[str, Any]]:
    """New campaigns and a known one of customers with an account; then what no rule can settle."""
    new = [_line(f"dlv-{1001 + at}", f"{client.name.split()[0]} Winter", client, today) for at, client in enumerate(billed[:3])]
    known = next(campaign for campaign in running if campaign.advertiser_id == (billed[3].customer and billed[3].customer.pk))
    again = _line(known.ext_id, known.name, billed[3], known.starts_on)
    stranger = {"client_tax_id": "", "client_id": "shop-77"}
    refused = [
        _line("dlv-2001", "Trade name only", billed[2], today) | stranger,
        _line("dlv-2002", "Delivery team's own", billed[2], today) | stranger | {"client_id": "test-1"},
        _line("dlv-2003", "Nobody we know", billed[0], today) | stranger | {"client_id": "shop-78"},
        _line("dlv-2004", "For which of us", billed[0], today) | {"entity": ""},
        _line("dlv-2005", "In dollars", billed[1], today) | {"currency": "USD"},
        _line("dlv-2006", "By its name", billed[1], today) | {"client_tax_id": "", "client_name": billed[1].name.split()[0]},
    ]
    return [*new, again, *refused]


def _line(ext_id: str, name: str, client: Client, starts_on: date) -> dict[str, Any]:
    tax_id = registered(client.customer) if client.customer else ""
    facts = {"starts_on": starts_on, "currency": client.currency, "entity": client.entity, "client_tax_id": tax_id}
    return {"ext_id": ext_id, "name": name, "product": "display", **facts}


def take_over(told: list[Client], cast: Cast, entities: dict[str, LegalEntity], today: date) -> None:
    """Accounts of the system before ours: some double one in use on other terms, some have had no campaign for a year."""
    actor, since = cast.who_may("billing.import_accounts"), today - timedelta(days=400)
    billed = [client for client in told if client.account]
    for number, client in enumerate(billed[:6]):
        currency = client.currency if number % 2 else "CHF"
        if client.customer:
            keys = [AccountKey(client.customer.number, currency, 45)]
            import_accounts(entities[client.entity].pk, keys, names={}, opened_on=since, actor=actor)
