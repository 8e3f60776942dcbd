"""The whole story in order. Telling it twice changes nothing: a database that has a customer is left alone."""

import random
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.core.management import call_command

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.customers.models import Customer
from o2c.collections.portfolios import services as portfolios
from o2c.core.acting import through
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.reference import sync_reference
from o2c.story import (
    billing,
    campaigns,
    casework,
    cash,
    clients,
    delivered,
    desk,
    embargoes,
    history,
    limits,
    listed,
    master_data,
    mistakes,
    papers,
    places,
    refunds,
    terms,
)
from o2c.story.cast import Cast, engage, give_roles
from o2c.story.clients import Client

SEED = 20_26
Say = Callable[[str], object]


def tell(today: date, say: Say) -> bool:
    """Fill an empty database; False when there is something in it already."""
    sync_reference()
    if Customer.objects.exists():
        return False
    seed = random.Random(SEED)  # noqa: S311  (a story, not a secret)
    with through("command"):
        say("People and companies")
        cast = engage(today)
        entities = places.found(cast)
        today = max(today, *(local_today(entity) for entity in entities.values()))  # in some of them it is tomorrow already
        give_roles(cast, today)
        places.open_accounts(cast, entities)
        billing.number_documents(cast, entities)
        places.open_months(cast, entities, today)
        places.load_rates(cast, today, days=400)
        limits.agree(cast, today)
        embargoes.lay_down(cast, today)
        say("A made-up sanctions list, then customers with contracts and accounts")
        listed.load(cast)
        told = clients.cast_of_clients(seed)
        terms.lay_down(cast, entities, today)
        known = clients.agree_terms(cast)
        for number, client in enumerate(told, 1):
            clients.take_on(client, cast, entities, known, today, number)
        say("Campaigns and their orders")
        running = campaigns.book(told, cast, today)
        delivered.send(told, running, cast, today)
        casework.work(told, cast, today)
        embargoes.allow_one(told, cast, today)
        clients.mail_comes_back(next(client for client in told if client.account))
        _portfolios(told, cast, entities, today)
        say("Master data through the year")
        master_data.live(told, cast, entities, today)
        say("What lies on the clerks' desk")
        desk.work(told, cast, entities, today)
    say("A year of invoices and payments, two weeks of spend")
    _past(told, running, today, seed)
    say("Two months of billing")
    billing.bill(cast, entities, today)
    papers.write(cast, today)
    mistakes.work(cast, today)
    with through("command"):
        delivered.take_over(told, cast, entities, today)
        say("Credits that go back, and the journal for finance")
        refunds.work(cast, entities, today)
        say("A week of money")
        cash.work(cast, entities, today)
    return True


def _portfolios(told: list[Client], cast: Cast, entities: dict[str, LegalEntity], today: date) -> None:
    boss = cast.who_may("collections.found_portfolio")
    for code, name, collector, entity in [
        ("germany", "Germany", "Colin Berger", "DE01"),
        ("france", "France", "Camille Roux", "FR01"),
    ]:
        made = portfolios.found_portfolio(code, name=name, collector=cast.people[collector], entity=entities[entity], actor=boss)
        members = [client.customer.pk for client in told if client.entity == entity and client.customer]
        portfolios.assign_customers(made.pk, members, today=today, actor=boss)


def _past(told: list[Client], running: list[Campaign], today: date, seed: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        call_command("import_spend", str(history.write_spend(Path(folder), running, today, seed)), source="delivery", verbosity=0)
        for entity, (invoices, payments) in history.write(Path(folder), told, today, seed).items():
            call_command("import_receivables", str(invoices), str(payments), entity=entity, verbosity=0)
