"""A freeze stops what we decide, reaches down the group, and ends by two others."""

import re
import threading
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from factories.accounts import CustomerFactory
from factories.compliance import screened
from factories.kyc import known
from people import empowered, person

from o2c.accounts.customers.models import Customer, CustomerRelation
from o2c.compliance.freezes import services
from o2c.compliance.freezes.models import Freeze
from o2c.compliance.freezes.rules import GATES
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import verb

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]


@pytest.fixture
def customer() -> Customer:
    made = CustomerFactory()
    screened(made)
    known(made)
    return made


@pytest.fixture
def officer() -> User:
    return person("compliance_officer")


def second() -> User:
    return person("compliance_officer", name="Olga Officer")


def third() -> User:
    return person("compliance_officer", name="Omar Officer")


def codes(question: str, customer: Customer) -> list[str]:
    return [reason.code for reason in gates.reasons_against(question, customer)]


def test_a_cleared_customer_passes_every_gate(customer):
    assert {question: codes(question, customer) for question in GATES} == {question: [] for question in GATES}


def test_a_freeze_of_everything_closes_every_gate(customer, officer):
    services.place_freeze(customer.pk, reason="Court order", actor=officer)
    assert {question: codes(question, customer) for question in GATES} == {question: ["customer_frozen"] for question in GATES}


def test_a_freeze_answers_every_question_a_verb_asks_at_the_gates():
    """CAA-38: it is asked by every posting service, not only by the page; a new question must say what stops it."""
    verbs = "\n".join(path.read_text() for floor in ("accounts", "billing", "collections") for path in (ROOT / floor).rglob("*.py"))
    asked = set(re.findall(r"gates\.(?:require|reasons_against)\(\"(\w+)\"", verbs))
    assert {"post_document", "refund", "commit_order"} <= asked
    assert asked <= set(GATES)


def test_a_freeze_of_refunds_stops_refunds_only(customer, officer):
    services.place_freeze(customer.pk, scope="refund", reason="Court order", actor=officer)
    assert codes("refund", customer) == ["customer_frozen"]
    assert codes("post_document", customer) == []


def test_a_freeze_reaches_down_the_group_only_when_it_says_so(customer, officer):
    below, far_below = CustomerFactory(), CustomerFactory()
    for parent, child in ((customer, below), (below, far_below)):
        CustomerRelation.objects.create(from_customer=parent, to_customer=child, kind="parent_of", valid_from=date(2020, 1, 1))
    screened(far_below)
    services.place_freeze(customer.pk, reason="Court order", actor=officer)
    assert codes("refund", far_below) == []
    services.place_freeze(customer.pk, with_group=True, reason="Court order", actor=officer)
    assert codes("refund", far_below) == ["customer_frozen"]


def test_the_refusal_does_not_tip_off(customer, officer):
    services.place_freeze(customer.pk, reason="Suspected of money laundering", actor=officer)
    (reason,) = gates.reasons_against("refund", customer)
    assert "laundering" not in str(reason)
    assert str(reason).startswith("Compliance has stopped this")


def test_a_freeze_ends_by_two_who_did_not_place_it(customer, officer):
    freeze = services.place_freeze(customer.pk, reason="Court order", actor=officer)
    for early in (lambda: services.release_freeze(freeze.pk, actor=second()),):
        with pytest.raises(Conflict) as refused:
            early()
        assert refused.value.code == "freeze_not_proposed"
    with pytest.raises(BusinessError) as refused:
        services.propose_freeze_release(freeze.pk, reason="lifted", actor=officer)
    assert refused.value.code == "freeze_needs_another_person"

    services.propose_freeze_release(freeze.pk, reason="Order lifted", actor=second())
    for person_ in (officer, second()):
        with pytest.raises(BusinessError) as refused:
            services.release_freeze(freeze.pk, actor=person_)
        assert refused.value.code == "freeze_needs_another_person"
    assert codes("refund", customer) == ["customer_frozen"]
    services.release_freeze(freeze.pk, actor=third())

    freeze.refresh_from_db()
    assert (freeze.end_kind, freeze.ended_by, freeze.end_proposed_by) == ("released", third(), second())
    assert codes("refund", customer) == []


def test_an_ended_freeze_and_a_second_proposal_are_refused(customer, officer):
    freeze = services.place_freeze(customer.pk, reason="Court order", actor=officer)
    services.propose_freeze_release(freeze.pk, reason="Order lifted", actor=second())
    with pytest.raises(Conflict) as refused:
        services.propose_freeze_release(freeze.pk, reason="Order lifted", actor=third())
    assert refused.value.code == "freeze_already_proposed"
    services.release_freeze(freeze.pk, actor=third())
    with pytest.raises(Conflict) as refused:
        services.release_freeze(freeze.pk, actor=third())
    assert refused.value.code == "freeze_already_ended"


def test_a_freeze_without_a_reason_is_refused(customer, officer):
    with pytest.raises(BusinessError) as refused:
        services.place_freeze(customer.pk, reason=" ", actor=officer)
    assert refused.value.code == "reason_missing"
    assert not Freeze.objects.exists()


@pytest.mark.parametrize("role", ["clerk", "sales_support", "auditor", "compliance_clerk"])
def test_who_may_not_place_a_freeze(customer, role):
    with pytest.raises(PermissionDenied):
        services.place_freeze(customer.pk, reason="x", actor=person(role))
    assert not Freeze.objects.exists()


def test_the_trail_keeps_the_freeze_off_the_customers_own_timeline(customer, officer):
    freeze = services.place_freeze(customer.pk, reason="Court order", actor=officer)
    event = AuditEvent.objects.get(action="freeze.placed")
    assert (event.parent_type, event.parent_id) == ("compliance.freeze", freeze.pk)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE compliance_freeze SET reason = 'x'", "freeze_immutable"),
        ("DELETE FROM compliance_freeze", "freeze_immutable"),
        ("UPDATE compliance_freeze SET ended_at = now()", "freeze_end_is_whole"),
        (
            "UPDATE compliance_freeze SET ended_at = now(), ended_by_id = created_by_id, end_kind = 'overruled', end_reason = 'x'",
            "freeze_not_ended_by_placer",
        ),
        (
            "UPDATE compliance_freeze SET ended_at = now(), end_kind = 'released', end_reason = 'x',"
            " ended_by_id = (SELECT max(id) FROM core_user WHERE id <> created_by_id)",
            "freeze_released_by_two_others",
        ),
    ],
)
def test_the_database_refuses(customer, officer, statement, name):
    second()
    services.place_freeze(customer.pk, reason="Court order", actor=officer)
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert refused.value.__cause__.diag.constraint_name == name


@verb("tests.let_through")
def let_through(customer: Customer, entered: threading.Event, *, actor: User) -> None:
    gates.require("refund", customer)
    entered.set()
    threading.Event().wait(0.4)
    Customer.objects.filter(pk=customer.pk).update(reg_no="refunded")


@pytest.mark.django_db(transaction=True)
def test_a_freeze_waits_for_what_was_let_through_and_stops_what_comes_after(customer, officer):
    clerk, entered, seen = empowered("tests.let_through"), threading.Event(), []

    def refund() -> None:
        let_through(customer, entered, actor=clerk)
        connection.close()

    at_work = threading.Thread(target=refund)
    at_work.start()
    entered.wait(5)
    services.place_freeze(customer.pk, reason="Court order", actor=officer)
    seen.append(Customer.objects.get(pk=customer.pk).reg_no)
    at_work.join()

    assert seen == ["refunded"]
    with pytest.raises(BusinessError) as refused:
        let_through(customer, entered, actor=clerk)
    assert refused.value.values["codes"][0] == "customer_frozen"
