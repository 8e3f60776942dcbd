"""Contracts and insertion orders: who may move them where, and what an amendment does to the contract before."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of
from refusals import refused

from o2c.accounts.contracts import queries
from o2c.accounts.contracts.models import Contract, InsertionOrder, PaymentTerm
from o2c.accounts.contracts.rules import CONTRACT_MOVES, ORDER_MOVES
from o2c.accounts.contracts.services import contracts, orders, terms
from o2c.accounts.customers.models import Customer
from o2c.core.access.models import User
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
DAY = date(2025, 6, 1)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


@pytest.fixture
def customer(entity: LegalEntity) -> Customer:
    return make.CustomerFactory(entity=entity)


@pytest.fixture
def clerk() -> User:
    return master_of("accounts")


@pytest.fixture
def second() -> User:
    return master_of("accounts", name="Sofia Supervisor")


def given(entity: LegalEntity, **facts: Any) -> dict[str, Any]:
    terms_30 = make.PaymentTermFactory(net_days=30)
    return {"number": "CT-1", "entity": entity, "starts_on": DAY, "currency": "EUR", "terms": terms_30, **facts}


def test_a_contract_goes_from_draft_to_active_through_a_second_person(
    customer: Customer, entity: LegalEntity, clerk: User, second: User
) -> None:
    contract = contracts.create_contract(customer=customer, actor=clerk, **given(entity))
    contracts.submit_contract(contract.pk, actor=clerk)

    refused("contract_by_second_person", contracts.approve_contract, contract.pk, actor=clerk)
    contracts.approve_contract(contract.pk, actor=second)
    refused("contract_control_fails", contracts.activate_contract, contract.pk, actor=clerk)
    make.controlled(contract)
    contracts.activate_contract(contract.pk, actor=clerk)

    assert queries.in_force(customer.pk, entity.pk, DAY).get() == contract
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["contract.created", "contract.submitted", "contract.approved", "contract.active"]


def test_a_returned_contract_is_a_draft_again_once_it_is_changed(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    contract = make.ContractFactory(customer=customer, entity=entity, state="submitted")
    refused("contract_not_editable", contracts.edit_contract, contract.pk, notice_days=30, actor=clerk)

    contracts.return_contract(contract.pk, reason="annex missing", actor=clerk)
    contracts.edit_contract(contract.pk, notice_days=30, actor=clerk)

    assert Contract.objects.values_list("state", "notice_days").get() == ("draft", 30)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"currency": "EUX"}, "currency_unknown"),
        ({"ends_on": DAY}, "contract_ends_after_start"),
        ({"credit_limit": Decimal("1.005")}, "contract_credit_limit_digits"),
    ],
)
def test_an_impossible_contract_is_refused(customer: Customer, entity: LegalEntity, clerk: User, facts: dict[str, Any], code: str) -> None:
    refused(code, contracts.create_contract, customer=customer, actor=clerk, **given(entity, **facts))
    assert not Contract.objects.exists()


def test_a_contract_number_is_given_once_per_customer(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    contracts.create_contract(customer=customer, actor=clerk, **given(entity))

    refused("contract_number_once", contracts.create_contract, customer=customer, actor=clerk, **given(entity))


def test_nobody_enters_a_contract_for_an_entity_out_of_reach(customer: Customer, entity: LegalEntity) -> None:
    french, german = master_of("accounts", entity=entity), LegalEntityFactory(code="DE01")

    refused("gone_or_out_of_reach", contracts.create_contract, customer=customer, actor=french, **given(german))
    assert not Contract.objects.exists()


def test_an_active_amendment_takes_the_place_of_the_contract_before(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    old = make.ContractFactory(customer=customer, entity=entity, number="CT-1")
    refused("amendment_starts_later", contracts.amend_contract, old.pk, starts_on=old.starts_on, actor=clerk)

    new = contracts.amend_contract(old.pk, starts_on=DAY, terms=make.PaymentTermFactory(net_days=60), signed_on=DAY, actor=clerk)
    refused("contract_already_amended", contracts.amend_contract, old.pk, starts_on=DAY, actor=clerk)
    assert str(new) == "CT-1 (2)"
    Contract.objects.filter(pk=make.controlled(new).pk).update(state="approved")
    contracts.activate_contract(new.pk, actor=clerk)

    old.refresh_from_db()
    assert (old.state, old.ends_on) == ("amended", DAY)
    assert queries.in_force(customer.pk, entity.pk, DAY).get() == new


def test_a_contract_expires_after_its_end_unless_it_renews_tacitly(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    ending = make.ContractFactory(customer=customer, entity=entity, ends_on=DAY)
    tacit = make.ContractFactory(customer=customer, entity=entity, ends_on=DAY, renewal="tacit")

    refused("contract_still_runs", contracts.expire_contract, ending.pk, on=date(2025, 5, 31), actor=clerk)
    refused("contract_still_runs", contracts.expire_contract, tacit.pk, on=DAY, actor=clerk)
    contracts.expire_contract(ending.pk, on=DAY, actor=clerk)

    assert queries.in_force(customer.pk, entity.pk, date(2025, 7, 1)).get() == tacit


MOVING = {
    contracts.submit_contract: ({}, "submitted"),
    contracts.return_contract: ({"reason": "why"}, "returned"),
    contracts.approve_contract: ({}, "approved"),
    contracts.activate_contract: ({}, "active"),
    contracts.terminate_contract: ({"ends_on": DAY, "reason": "why"}, "terminated"),
    contracts.expire_contract: ({"on": date(2025, 3, 1)}, "expired"),
}


@pytest.mark.parametrize("verb", MOVING, ids=lambda verb: verb.permission)
@pytest.mark.parametrize("state", [*CONTRACT_MOVES, "amended", "expired", "terminated"])
def test_only_the_moves_of_the_table(customer: Customer, entity: LegalEntity, clerk: User, verb: Any, state: str) -> None:
    facts, wanted = MOVING[verb]
    contract = make.controlled(make.ContractFactory(customer=customer, entity=entity, state=state, ends_on=date(2025, 2, 1)))

    if wanted in CONTRACT_MOVES.get(state, set()):
        assert verb(contract.pk, actor=clerk, **facts).state == wanted
    else:
        refused("wrong_state", verb, contract.pk, actor=clerk, **facts)
        assert Contract.objects.get().state == state


def an_order(entity: LegalEntity, **facts: Any) -> dict[str, Any]:
    return {"number": "IO-1", "entity": entity, "starts_on": DAY, "ends_on": date(2026, 1, 1), "amount": 100, "currency": "EUR", **facts}


def test_an_insertion_order_is_changed_as_a_draft_and_signed(customer: Customer, entity: LegalEntity, clerk: User) -> None:
    order = orders.create_insertion_order(customer=customer, actor=clerk, **an_order(entity))

    orders.edit_insertion_order(order.pk, amount=Decimal(200), actor=clerk)
    orders.sign_insertion_order(order.pk, signed_on=DAY, actor=clerk)

    refused("insertion_order_not_editable", orders.edit_insertion_order, order.pk, amount=Decimal(300), actor=clerk)
    assert InsertionOrder.objects.values_list("state", "amount", "signed_on").get() == ("signed", Decimal(200), DAY)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"amount": 0}, "insertionorder_amount_positive"),
        ({"ends_on": DAY}, "insertionorder_ends_after_start"),
        ({"amount": Decimal("1.005")}, "insertionorder_amount_digits"),
        ({"tolerance_percent": 101}, "insertionorder_tolerance_sane"),
    ],
)
def test_an_impossible_order_is_refused(customer: Customer, entity: LegalEntity, clerk: User, facts: dict[str, Any], code: str) -> None:
    refused(code, orders.create_insertion_order, customer=customer, actor=clerk, **an_order(entity, **facts))
    assert not InsertionOrder.objects.exists()


@pytest.mark.parametrize("state", [*ORDER_MOVES, "closed", "cancelled"])
def test_orders_move_as_their_table_says(customer: Customer, entity: LegalEntity, clerk: User, state: str) -> None:
    order = make.InsertionOrderFactory(customer=customer, entity=entity, state=state)
    moving = {orders.close_insertion_order: "closed", orders.cancel_insertion_order: "cancelled"}

    for verb, wanted in moving.items():
        if wanted not in ORDER_MOVES.get(state, set()):
            refused("wrong_state", verb, order.pk, reason="why", actor=clerk)
    assert InsertionOrder.objects.get().state == state


def test_the_usual_terms_are_there_and_others_are_added_once(clerk: User) -> None:
    assert PaymentTerm.objects.filter(code__in=["NET30", "NET45EOM"]).count() == 2

    term = terms.create_payment_term(code="net10", net_days=10, actor=clerk)

    assert (term.code, term.mode) == ("NET10", "none")
    refused("paymentterm_code_once", terms.create_payment_term, code="NET10", net_days=10, actor=clerk)
    refused("paymentterm_days_at_most_a_year", terms.create_payment_term, code="LONG", net_days=400, actor=clerk)
