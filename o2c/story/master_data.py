"""Master data through a year: groups, tiers and sales owners, calls and letters, clients' processes, and its quality by night."""

from datetime import date, timedelta
from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.services import bank, customers, dated, interactions, process, reach, relations
from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.services import merging, runs
from o2c.core.access.queries import the_night
from o2c.core.entities.models import LegalEntity
from o2c.story.cast import Cast
from o2c.story.clients import Client

CALLS = [
    ("call", "out", "Asked for the missing purchase order", "friendly", "They send it by Friday."),
    ("mail", "in", "Question about the October invoice", "neutral", "Forwarded to billing."),
    ("call", "in", "Complaint about two wrong credit notes", "tense", "Promised an answer within two days."),
    ("meeting", "out", "Yearly review", "friendly", "Satisfied; wants invoices by campaign."),
    ("letter", "in", "New bank details announced", "neutral", ""),
]
PROCESSES: list[dict[str, Any]] = [
    {"portal": "Ariba", "portal_url": "https://portal.example/ariba", "po_rule": "before", "cut_off_day": 25, "payment_run_days": [5, 20]},
    {"portal": "Coupa", "po_rule": "on_invoice", "cut_off_day": 20, "payment_run_days": [15], "contacts": "Head of payables"},
    {"po_rule": "none", "payment_run_days": [10, 25], "instructions": "No invoices between 20 December and 3 January."},
]


def live(told: list[Client], cast: Cast, entities: dict[str, LegalEntity], today: date) -> None:
    """Everything in order; the quality is judged on four past days, between which things get better."""
    known = [client.customer for client in told if client.customer and client.account]
    _judged(today - timedelta(days=28))
    _grouped(known, cast, today)
    _spoken_with(known, cast)
    _judged(today - timedelta(days=21))
    _works_so(known, cast)
    _moved(known, cast, today)
    _judged(today - timedelta(days=14))
    _twice(cast, entities["FR01"])
    _named_in_two_scripts(cast, entities["FR01"])
    _judged(today - timedelta(days=7))


def _judged(day: date) -> None:
    for code in CHECKS:
        runs.run_quality_rule(code, day=day, actor=the_night())


def _grouped(known: list[Customer], cast: Cast, today: date) -> None:
    clerk, boss, since = cast.by_role["clerk"], cast.by_role["supervisor"], today - timedelta(days=300)
    top, *below = known[:4]
    dated.give_customer_role(top.pk, role="group_parent", valid_from=since, actor=clerk)
    for customer in below[:2]:
        relations.relate_customers(top.pk, kind="parent_of", to_customer=customer, valid_from=since, actor=clerk)
    relations.relate_customers(below[1].pk, kind="parent_of", to_customer=below[2], valid_from=since, actor=clerk)
    for customer in known[:8]:
        dated.set_sales_owner(customer.pk, user=cast.by_role["sales"], actor=boss)
    for customer, tier in zip(known[:3], ["key", "key", "small"], strict=True):
        dated.set_tier(customer.pk, tier=tier, valid_from=today, reason="yearly review", actor=clerk)
    dated.rename_customer(known[4].pk, legal_name=f"{known[4].legal_name} Holding", valid_from=today, actor=clerk)


def _spoken_with(known: list[Customer], cast: Cast) -> None:
    clerk = cast.by_role["clerk"]
    for number, customer in enumerate(known[:10]):
        channel, direction, subject, tone, text = CALLS[number % len(CALLS)]
        interactions.note_interaction(
            customer.pk, channel=channel, direction=direction, subject=subject, tone=tone, text=text, contact=customer.contacts.first(),
            actor=clerk,
        )  # fmt: skip


def _works_so(known: list[Customer], cast: Cast) -> None:
    """One process confirmed, one applied and not yet confirmed, one still to be applied."""
    clerk = cast.by_role["clerk"]
    for number, wanted in enumerate(PROCESSES):
        asked = process.request_process_change(known[number].pk, reason="Their letter to all suppliers", **wanted, actor=clerk)
        if number < 2:
            process.apply_process_change(asked.pk, actor=clerk)
        if number < 1:
            process.confirm_process_change(asked.pk, answer="Their head of payables, by mail", actor=clerk)


def _moved(known: list[Customer], cast: Cast, today: date) -> None:
    """Two customers move after they signed; one gives its bank details, which wait for a second person."""
    clerk = cast.by_role["clerk"]
    for number, customer in enumerate(known[5:7]):
        reach.set_address(
            customer.pk, kind="billing", lines=f"Neue Straße {number + 3}", postcode="20095", city="Hamburg", country="DE",
            valid_from=today - timedelta(days=20), actor=clerk,
        )  # fmt: skip
    bank.add_bank_account(
        known[7].pk, iban="DE89370400440532013000", holder=known[7].legal_name, source="Letter with two signatures", actor=clerk
    )


def _twice(cast: Cast, entity: LegalEntity) -> None:
    """A customer entered twice by two people, and merged."""
    clerk = cast.by_role["clerk"]
    first, second = (
        customers.create_customer(entities=[entity], legal_name=name, country="FR", actor=clerk)
        for name in ("Librairie du Port SARL", "Librairie du Port")
    )
    merging.merge_customers(second.pk, survivor=first, reason="Entered twice in one morning", evidence=["same_name"], actor=clerk)


def _named_in_two_scripts(cast: Cast, entity: LegalEntity) -> None:
    customers.create_customer(
        entities=[entity], legal_name="华夏传媒有限公司", name_native="华夏传媒有限公司", name_latin="Huaxia Media Co., Ltd.", country="CN",
        actor=cast.by_role["clerk"],
    )  # fmt: skip
