"""Proof 13, with what would break it: a release that got past the gate."""

from datetime import timedelta

import pytest
from factories.accounts import CustomerFactory
from factories.billing import inside_a_verb
from factories.refunds import Desk, desk
from people import person

from o2c.accounts.customers.models import CustomerRelation
from o2c.compliance.freezes.models import Freeze
from o2c.compliance.freezes.proofs import nothing_decided_while_frozen
from o2c.compliance.freezes.services import place_freeze, propose_freeze_release, release_freeze
from o2c.core.audit.services import record
from o2c.core.proofs.services import run_proof

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk() -> Desk:
    return desk(cleared=False)


def past_the_gate(at_desk: Desk, action: str = "refund.released") -> None:
    """What a broken gate would leave: the decision stands in the trail."""
    refund = at_desk.draft("5.00")
    with inside_a_verb(at_desk.finance):
        record(action, refund, actor=at_desk.finance)


def found(at_desk: Desk) -> list[str]:
    return [bad.why for bad in nothing_decided_while_frozen(at_desk.today)]


def freeze(at_desk: Desk, **facts: object) -> Freeze:
    return place_freeze(at_desk.customer.pk, reason="Order", actor=person("compliance_officer"), **facts)  # type: ignore[arg-type]


def test_a_release_during_a_freeze_is_red_and_before_or_after_it_green(at_desk: Desk) -> None:
    past_the_gate(at_desk)
    frozen = freeze(at_desk, scope="refund")
    assert run_proof("nothing_decided_while_frozen", at_desk.today, actor=person("system")).state == "green"

    propose_freeze_release(frozen.pk, reason="Cleared", actor=person("compliance_officer", name="Olga Officer"))
    release_freeze(frozen.pk, actor=person("compliance_officer", name="Otto Officer"))
    past_the_gate(at_desk)
    assert found(at_desk) == []

    freeze(at_desk)
    past_the_gate(at_desk)
    past_the_gate(at_desk, "document.posted")
    assert run_proof("nothing_decided_while_frozen", at_desk.today, actor=person("system")).bad_count == 2


def test_a_freeze_of_orders_is_no_matter_for_refunds_and_one_of_the_group_reaches_down(at_desk: Desk) -> None:
    freeze(at_desk, scope="order")
    past_the_gate(at_desk)
    assert found(at_desk) == []

    parent = CustomerFactory()
    since = at_desk.today - timedelta(days=400)
    CustomerRelation.objects.create(from_customer=parent, to_customer=at_desk.customer, kind="parent_of", valid_from=since)
    place_freeze(parent.pk, reason="Order", with_group=True, actor=person("compliance_officer"))
    past_the_gate(at_desk)
    assert found(at_desk) == ["proof_decided_while_frozen"]
