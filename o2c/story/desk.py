"""A clerk's desk in the demo: requests, ways to pay, registrations with clients, and an onboarding on its way."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.accounts.onboarding.services import follow_onboarding, own_onboarding
from o2c.accounts.payment_methods.services import answers, cards, mandates, registrations
from o2c.accounts.requests import services as requests
from o2c.accounts.requests.models import ChangeRequest
from o2c.accounts.vendors import services as vendors
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.entities.models import LegalEntity
from o2c.core.money import Money
from o2c.story import conversations
from o2c.story.cast import Cast
from o2c.story.clients import Client

CARD = {"processor": "acquirer", "token": "tok_demo_000001", "brand": "Visa", "last4": "4242", "holder": "Petra Zahl"}
PAPERS = ["Bank letter", "Tax residence certificate", "Code of conduct, signed"]


def work(told: list[Client], cast: Cast, entities: dict[str, LegalEntity], today: date) -> None:
    """Everything of the desk, for customers from all over the book."""
    known = [(client.customer, entities[client.entity]) for client in told if client.customer and client.account]
    _asked([customer for customer, _entity in known], cast, today)
    _paying(known, cast, today)
    _supplying(known, cast, today)
    conversations.hold(known, cast)
    _onboarding([client.customer for client in told if client.customer and not client.account], cast, today)


def _asked(known: list[Customer], cast: Cast, today: date) -> None:
    """One request is applied, one waits for a second person, one for its requester, one was refused, and one is new from sales support."""
    clerk, sales = cast.by_role["clerk"], cast.by_role["sales_support"]
    moved = {
        "kind": "billing",
        "lines": "14 Lindenallee",
        "postcode": "20095",
        "city": "Hamburg",
        "country": "DE",
        "valid_from": f"{today}",
    }
    applied = _filed(known[1], "address", moved, "They moved to the new building", sales)
    requests.start_request(applied.pk, actor=clerk)
    requests.apply_request(applied.pk, outcome="Entered, valid from today", actor=clerk)

    renamed = _filed(known[2], "modify_customer", {"legal_name": f"{known[2].legal_name} & Co"}, "New name in the register", sales)
    requests.start_request(renamed.pk, actor=clerk)
    requests.apply_request(renamed.pk, actor=clerk)

    person = {"person": "Nina Reiter", "role": "finance", "email": "nina@client.example", "language": "en", "valid_from": f"{today}"}
    asked = _filed(known[3], "contact", person, "New head of payables", sales)
    requests.start_request(asked.pk, actor=clerk)
    requests.ask_requester(asked.pk, text="Does she replace Petra Zahl, or come beside her?", actor=clerk)

    refused = _filed(known[5], "cancel_customer", {}, "They pause their campaigns for a month", sales)
    requests.reject_request(refused.pk, reason="A pause needs no end of the account: stop the campaigns instead.", actor=clerk)
    _filed(known[4], "other", {"subject": "One invoice per brand"}, "The client books by brand from next quarter", sales)


def _filed(customer: Customer, kind: str, payload: dict[str, Any], reason: str, actor: User) -> ChangeRequest:
    entity = customer.entities.earliest("pk")
    return requests.file_request(kind=kind, payload=payload, reason=reason, customer=customer, entity=entity, actor=actor)


def _paying(known: list[tuple[Customer, LegalEntity]], cast: Cast, today: date) -> None:
    """A card, a mandate in use, one the bank did not know, and a registration that failed and waits for the fresh link's use."""
    clerk, expires = cast.by_role["clerk"], (today + timedelta(days=600)).replace(day=1)
    cards.add_card(customer=known[0][0], expires=expires, actor=the_night(), **CARD)
    in_use, unknown = (
        mandates.draft_mandate(customer=customer, entity=entity, iban=iban, holder=customer.legal_name, actor=clerk)
        for (customer, entity), iban in zip(known[1:3], ["DE89370400440532013000", "FR1420041010050500013M02606"], strict=True)
    )
    for mandate in (in_use, unknown):
        mandates.send_mandate(mandate.pk, actor=clerk)
        mandates.sign_mandate(mandate.pk, signed_on=today - timedelta(days=90), actor=clerk)
    answers.record_collection(in_use.pk, on=today - timedelta(days=12), actor=the_night())
    amount = Money(Decimal("1840.00"), "EUR")
    answers.record_rejection(
        unknown.pk, code="MD01", rejected_on=today - timedelta(days=2), amount=amount, reference="E2E-2107", actor=the_night()
    )
    for number, failure in enumerate(["authentication_failed", "holder_differs"]):
        customer, entity = known[3 + number]
        invited = registrations.invite_registration(
            customer=customer, entity=entity, kind="card", email=f"treasury{number}@client.example", actor=clerk
        )
        registrations.fail_registration(invited.pk, failure=failure, actor=the_night())
    registrations.send_fresh_link(invited.pk, actor=clerk)


def _supplying(known: list[tuple[Customer, LegalEntity]], cast: Cast, today: date) -> None:
    """One client's portal has not let us in yet and holds our invoices, one accepted us, one acceptance runs out soon."""
    clerk = cast.by_role["clerk"]
    for place, portal, ends in [(4, "Coupa", 300), (5, "Ariba", 40), (6, "Form of the client", None)]:
        customer, entity = known[place]
        registration = vendors.open_vendor_registration(
            customer=customer, entity=entity, portal=portal, holder=clerk, required=PAPERS, provided=PAPERS if ends else PAPERS[:1],
            due_on=today + timedelta(days=5 if ends else -3), actor=clerk,
        )  # fmt: skip
        vendors.request_vendor_registration(registration.pk, actor=clerk)
        if ends:
            vendors.submit_vendor_registration(registration.pk, actor=clerk)
            vendors.accept_vendor_registration(
                registration.pk, supplier_no=f"V-{70_100 + place}", expires_on=today + timedelta(days=ends), actor=clerk
            )


def _onboarding(underway: list[Customer], cast: Cast, today: date) -> None:
    """Who is not active yet has a checklist; the clerk looks after one of them."""
    followed = [case for customer in underway if (case := follow_onboarding(customer.pk, on=today, actor=the_night()))]
    if followed:
        own_onboarding(followed[-1].pk, owner=cast.by_role["clerk"], actor=cast.by_role["supervisor"])
        own_onboarding(followed[-1].pk, owner=cast.by_role["sales_support"], step="contract", actor=cast.by_role["supervisor"])
