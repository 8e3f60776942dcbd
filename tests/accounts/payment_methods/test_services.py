"""Cards, mandates and registrations: what they write and what they refuse."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import person
from refusals import refused

from o2c.accounts.customers.models import Customer
from o2c.accounts.payment_methods import registers
from o2c.accounts.payment_methods.models import Mandate, MandateAmendment, PaymentMethod, Registration, RejectedCollection
from o2c.accounts.payment_methods.queries import invited_by, usable_methods
from o2c.accounts.payment_methods.rules import MANDATE_MOVES
from o2c.accounts.payment_methods.services import answers, cards, mandates, registrations
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import Conflict
from o2c.core.jobs.night import RUNS
from o2c.core.money import Money
from o2c.core.outbox.models import Outbox
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db
IBAN, OTHER = "DE89370400440532013000", "FR1420041010050500013M02606"
CARD = {"processor": "acme", "brand": "Visa", "last4": "1111", "holder": "Jean Martin"}
FAR = date(2999, 1, 1)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    return make.CustomerFactory(entity=entity, number="K7")


@pytest.fixture
def clerk() -> User:
    return person("clerk")


@pytest.fixture
def robot() -> User:
    return person("system")


@pytest.fixture
def active(customer: Customer, entity: LegalEntity, clerk: User) -> Mandate:
    mandate = mandates.draft_mandate(customer=customer, entity=entity, iban=IBAN, holder="Martin", actor=clerk)
    mandates.send_mandate(mandate.pk, actor=clerk)
    return mandates.sign_mandate(mandate.pk, signed_on=date(2025, 1, 1), actor=clerk)


def card(customer: Customer, robot: User, **given: Any) -> PaymentMethod:
    return cards.add_card(customer=customer, actor=robot, **{**CARD, "token": "tok_12345678", "expires": FAR, **given})


def test_a_card_is_a_token_and_the_first_method_is_the_primary_one(customer: Customer, robot: User) -> None:
    method = card(customer, robot)

    assert (str(method), method.rank, method.state) == ("Visa •••• 1111", "primary", "active")
    assert "tok_12345678" not in str(list(AuditEvent.objects.values()))
    second = cards.add_payment_method(customer=customer, kind="transfer", actor=person("clerk"))
    assert second.rank == "backup"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"token": "4111111111111111"}, "card_number"),
        ({"token": "x"}, "token_invalid"),
        ({"holder": "4111 1111 1111 1111"}, "card_number"),
        ({"expires": date(2020, 1, 1)}, "card_expired_already"),
    ],
)
def test_numbers_and_dead_cards_are_refused(customer: Customer, robot: User, given: dict[str, Any], code: str) -> None:
    refused(code, cards.add_card, customer=customer, actor=robot, **{**CARD, "token": "tok_12345678", "expires": FAR, **given})
    assert not PaymentMethod.objects.exists()


def test_a_hard_decline_stops_the_card_and_asks_for_another(customer: Customer, robot: User) -> None:
    method = card(customer, robot)

    cards.record_authorisation(method.pk, answer="soft_decline", code="51", actor=robot)
    method.refresh_from_db()
    assert method.state == "active"
    method = cards.record_authorisation(method.pk, answer="hard_decline", code="43", actor=robot)
    assert (method.state, Task.objects.get(kind="card_to_replace").state) == ("suspended", "open")
    method = cards.record_authorisation(method.pk, answer="approved", actor=robot)
    assert (method.state, Task.objects.get(kind="card_to_replace").state) == ("active", "done")


def test_the_primary_method_changes_and_ends(customer: Customer, clerk: User, robot: User) -> None:
    first = card(customer, robot)
    second = cards.add_payment_method(customer=customer, kind="cheque", actor=clerk)

    cards.make_primary(second.pk, actor=clerk)
    cards.end_payment_method(first.pk, reason="New card", actor=clerk)

    assert PaymentMethod.objects.get(rank="primary") == second
    refused("method_ended", cards.make_primary, first.pk, actor=clerk)
    refused("wrong_state", cards.end_payment_method, first.pk, reason="x", actor=clerk)
    refused("method_needs_registration", cards.add_payment_method, customer=customer, kind="card", actor=clerk)
    refused("method_is_no_card", cards.record_authorisation, second.pk, answer="approved", actor=robot)


def test_a_mandate_lives_from_draft_to_active_with_its_method(active: Mandate) -> None:
    assert (active.reference, active.state, active.method.state, active.method.kind) == ("FR01-K7-01", "active", "active", "sdd")
    assert list(usable_methods(active.customer_id, date(2026, 1, 1))) == [active.method]


def test_the_iban_must_be_right(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    refused(
        "iban_invalid", mandates.draft_mandate, customer=customer, entity=entity, iban="DE89370400440532013001", holder="x", actor=clerk
    )
    assert not PaymentMethod.objects.exists()


def test_nobody_signs_in_the_future_and_b2b_waits_for_the_bank(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    mandate = mandates.draft_mandate(customer=customer, entity=entity, iban=IBAN, holder="x", scheme="b2b", actor=clerk)
    mandates.send_mandate(mandate.pk, actor=clerk)

    refused("signed_later", mandates.sign_mandate, mandate.pk, signed_on=FAR, actor=clerk)
    refused("mandate_b2b_is_confirmed", mandates.sign_mandate, mandate.pk, signed_on=date(2025, 1, 1), actor=clerk)
    assert mandates.sign_mandate(mandate.pk, signed_on=date(2025, 1, 1), confirmed_on=date(2025, 1, 3), actor=clerk).state == "active"


FORBIDDEN = [(a, b) for a, b in product(MANDATE_MOVES, ["sent", "active", "suspended", "revoked"]) if b not in MANDATE_MOVES[a]]
FORBIDDEN += [(end, to) for end in ("revoked", "expired") for to in ("sent", "active", "suspended", "revoked")]
VERBS: dict[str, Any] = {
    "sent": mandates.send_mandate,
    "active": lambda pk, actor: mandates.sign_mandate(pk, signed_on=date(2025, 1, 1), actor=actor),
    "suspended": lambda pk, actor: mandates.suspend_mandate(pk, reason="x", actor=actor),
    "revoked": lambda pk, actor: mandates.revoke_mandate(pk, reason="x", actor=actor),
}


@pytest.mark.parametrize(("state", "wanted"), FORBIDDEN)
def test_every_other_move_is_refused(active: Mandate, clerk: User, state: str, wanted: str) -> None:
    Mandate.objects.filter(pk=active.pk).update(state=state)
    with pytest.raises(Conflict, match="wrong_state"):
        VERBS[wanted](active.pk, actor=clerk)
    active.refresh_from_db()
    assert active.state == state


def test_an_amendment_keeps_what_it_said_before(active: Mandate, clerk: User) -> None:
    mandates.amend_mandate(active.pk, iban=OTHER, holder="Martin", reason="New bank", actor=clerk)

    amendment = MandateAmendment.objects.get()
    assert (amendment.before, amendment.after) == ({"iban": IBAN}, {"iban": OTHER})
    assert AuditEvent.objects.get(action="mandate.amended").after == {"iban": "FR•• •••• 2606"}
    refused("mandate_unchanged", mandates.amend_mandate, active.pk, iban=OTHER, holder="Martin", reason="x", actor=clerk)
    refused("iban_invalid", mandates.amend_mandate, active.pk, iban="DE00", holder="x", reason="x", actor=clerk)
    mandates.revoke_mandate(active.pk, reason="Letter", actor=clerk)
    refused("mandate_ended", mandates.amend_mandate, active.pk, iban=IBAN, holder="x", reason="x", actor=clerk)


def reject(mandate: Mandate, code: str, actor: User, reference: str = "E2E-1") -> RejectedCollection:
    return answers.record_rejection(
        mandate.pk, code=code, rejected_on=date(2026, 1, 9), amount=Money(Decimal("120.00"), "EUR"), reference=reference, actor=actor
    )


def test_md01_suspends_the_mandate_and_its_method_once(active: Mandate, clerk: User) -> None:
    first = reject(active, "MD01", clerk)

    active.refresh_from_db()
    assert (active.state, active.reason, active.method.state) == ("suspended", "MD01", "suspended")
    assert Task.objects.get(kind="mandate_to_check").state == "open"
    assert not usable_methods(active.customer_id, date(2026, 1, 1)).exists()
    assert reject(active, "MD01", clerk) == first
    mandates.resume_mandate(active.pk, reason="Signed copy found", actor=clerk)
    assert Task.objects.get(kind="mandate_to_check").state == "done"


def test_missing_money_leaves_the_mandate_active_and_the_step_in_the_queue(active: Mandate, clerk: User) -> None:
    reject(active, "AM04", clerk)

    active.refresh_from_db()
    assert active.state == "active"
    assert "AM04" in Task.objects.get(kind="mandate_to_check").title
    refused("return_code_unknown", reject, active, "XX99", clerk)


def test_a_mandate_nobody_used_for_36_months_lapses_in_the_night(active: Mandate, clerk: User, robot: User) -> None:
    cash = person("cash_clerk")
    answers.record_collection(active.pk, on=date(2025, 6, 1), actor=cash)
    answers.record_collection(active.pk, on=date(2025, 3, 1), actor=cash)
    active.refresh_from_db()
    assert active.last_used_on == date(2025, 6, 1)

    assert mandates.expire_mandates(date(2028, 5, 31), actor=robot) == []
    assert mandates.expire_mandates(date(2028, 6, 1), actor=robot) == [active]
    assert mandates.expire_mandates(date(2028, 6, 1), actor=robot) == []
    active.refresh_from_db()
    assert (active.state, PaymentMethod.objects.get(pk=active.method_id).state) == ("expired", "ended")
    refused("mandate_not_active", answers.record_collection, active.pk, on=date(2028, 6, 2), actor=cash)


def test_a_lapsed_mandate_is_not_resumed(active: Mandate, clerk: User) -> None:
    mandates.suspend_mandate(active.pk, reason="x", actor=clerk)
    with time_machine.travel("2028-01-02"):
        refused("mandate_lapsed", mandates.resume_mandate, active.pk, reason="x", actor=clerk)


def test_a_card_near_its_end_is_watched_and_stops_after_it(customer: Customer, robot: User) -> None:
    method = card(customer, robot, expires=timezone.now().date() + timedelta(days=40))

    cards.watch_card(method.pk, on=timezone.now().date(), actor=robot)
    method.refresh_from_db()
    assert (method.state, Task.objects.get(kind="card_to_replace").state) == ("active", "open")
    assert cards.watch_card(method.pk, on=FAR, actor=robot).state == "suspended"


def test_the_steps_of_the_night_are_planned() -> None:
    assert RUNS["accounts.lapse_mandates"] is registers.lapse
    assert RUNS["accounts.watch_cards"] is registers.watch_cards


def invite(customer: Customer, entity: LegalEntity, clerk: User, kind: str = "sdd") -> Registration:
    return registrations.invite_registration(customer=customer, entity=entity, kind=kind, email="Pay@X.fr", actor=clerk)


def secret_of(number: int) -> str:
    link: str = Outbox.objects.filter(topic="payment_link").order_by("pk")[number].payload["link"]
    return link.rstrip("/").rpartition("/")[2]


def test_a_failed_registration_is_an_issue_and_success_closes_it_with_the_method(
    customer: Customer, entity: LegalEntity, clerk: User, robot: User
) -> None:
    registration = invite(customer, entity, clerk, "card")
    registrations.fail_registration(registration.pk, failure="card_declined", actor=robot)
    assert Task.objects.get(kind="registration_failed").state == "open"

    done = registrations.complete_card(registration.pk, actor=robot, **CARD, token="tok_12345678", expires=FAR)

    assert (done.state, done.method, done.failures) == ("done", PaymentMethod.objects.get(), 1)
    assert Task.objects.get(kind="registration_failed").state == "done"
    refused("wrong_state", registrations.fail_registration, registration.pk, failure="card_declined", actor=robot)


def test_a_fresh_link_ends_the_older_one(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    registration = invite(customer, entity, clerk)
    registrations.fail_registration(registration.pk, failure="iban_wrong", actor=clerk)
    registrations.fail_registration(registration.pk, failure="holder_differs", actor=clerk)

    fresh = registrations.send_fresh_link(registration.pk, actor=clerk)

    now = timezone.now()
    assert (fresh.state, fresh.links, fresh.failures) == ("invited", 2, 2)
    assert invited_by(secret_of(0), now) is None
    assert invited_by(secret_of(1), now) == registration
    assert invited_by(secret_of(1), now + timedelta(days=8)) is None
    refused("registration_one_at_a_time", invite, customer, entity, clerk)
    refused("failure_unknown", registrations.fail_registration, registration.pk, failure="bad_luck", actor=clerk)
    registrations.withdraw_registration(registration.pk, reason="x", actor=clerk)
    assert invited_by(secret_of(1), now) is None
    refused("wrong_state", registrations.send_fresh_link, registration.pk, actor=clerk)


def test_a_customer_signs_on_our_page(customer: Customer, entity: LegalEntity, clerk: User, robot: User) -> None:
    registration = invite(customer, entity, clerk)

    registrations.complete_mandate(registration.pk, iban=IBAN, holder="Martin", actor=robot)

    mandate = Mandate.objects.get()
    registration.refresh_from_db()
    assert (mandate.state, registration.state, registration.method) == ("active", "done", mandate.method)
