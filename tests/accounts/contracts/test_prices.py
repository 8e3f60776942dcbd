"""Prices and conditions: in force by a second person, one at a time, the customer's own before a list's."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from factories import accounts as make
from factories.core import LegalEntityFactory
from people import master_of, person
from pytest_django import Settings
from refusals import refused

from o2c.accounts.contracts.models import Condition, Contract, PriceList
from o2c.accounts.contracts.queries import condition_on
from o2c.accounts.contracts.services import prices
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.audit.models import AuditEvent
from o2c.core.files.storage import Blob, store

pytestmark = pytest.mark.django_db
SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def analyst() -> User:
    return master_of("accounts")


@pytest.fixture
def listed(analyst: User) -> PriceList:
    entity = LegalEntityFactory(code="FR01")
    return prices.create_price_list(entity=entity, code="std", name="Standard", currency="EUR", actor=analyst)


@pytest.fixture
def contract(listed: PriceList) -> Contract:
    return make.ContractFactory(entity=listed.entity, customer=make.CustomerFactory(entity=listed.entity))


def paper() -> Blob:
    return store(BytesIO(b"%PDF-1.7\n%agreed"), "agreed.pdf")


def proposed(analyst: User, **facts: Any) -> Condition:
    given = {"kind": "price", "product": "display", "value": Decimal("2.50"), "valid_from": SPRING, "reason": "season", "actor": analyst}
    return prices.propose_condition(**{**given, **facts})


def agreed() -> Any:
    request = ApprovalRequest.objects.filter(state="pending").latest("pk")
    return decide_approval(request.pk, approve=True, actor=person("approver"))


def asked(contract: Contract, on: date, **facts: Any) -> Decimal | None:
    given = {"customer_id": contract.customer_id, "entity_id": contract.entity_id, "currency": "EUR", "product": "display", "kind": "price"}
    found = condition_on(on=on, **{**given, **facts})
    return found.value if found else None


def test_a_price_counts_from_its_day_once_another_person_agreed(analyst: User, listed: PriceList, contract: Contract) -> None:
    made = proposed(analyst, price_list=listed)
    assert asked(contract, SUMMER) is None
    refused("approval_needed", prices.activate_condition, made.pk, actor=analyst)

    agreed()
    made.refresh_from_db()
    assert (made.state, made.approved_by) == ("active", person("approver"))
    assert asked(contract, SUMMER) == Decimal("2.50")
    assert asked(contract, date(2026, 2, 28)) is None
    assert AuditEvent.objects.filter(action="condition.active", parent_id=listed.pk).exists()


def test_overlapping_validity_is_refused_and_a_successor_ends_the_one_before(analyst: User, listed: PriceList, contract: Contract) -> None:
    first = proposed(analyst, price_list=listed)
    agreed()
    proposed(analyst, price_list=listed, value=Decimal(3), valid_from=SUMMER)
    refused("condition_one_at_a_time", agreed)
    prices.withdraw_condition(Condition.objects.latest("pk").pk, reason="wrong way", actor=analyst)
    ApprovalRequest.objects.filter(state="pending").update(state="withdrawn")

    proposed(analyst, price_list=listed, value=Decimal(3), valid_from=SUMMER, replaces=first)
    agreed()
    assert (asked(contract, date(2026, 5, 31)), asked(contract, SUMMER)) == (Decimal("2.50"), Decimal(3))
    first.refresh_from_db()
    assert first.valid_until == SUMMER


def test_a_customers_own_condition_needs_its_paper_and_comes_first(analyst: User, listed: PriceList, contract: Contract) -> None:
    refused("condition_of_contract_has_document", proposed, analyst, contract=contract)
    proposed(analyst, price_list=listed)
    agreed()
    proposed(analyst, contract=contract, value=Decimal("1.75"), document=paper(), valid_until=SUMMER)
    agreed()

    assert (asked(contract, SPRING), asked(contract, SUMMER)) == (Decimal("1.75"), Decimal("2.50"))
    assert asked(contract, SPRING, kind="rebate") is None
    assert asked(contract, SPRING, currency="USD") is None


@pytest.mark.parametrize("kind", ["rebate", "discount", "minimum", "fee", "tolerance"])
def test_the_other_kinds_live_beside_the_price(analyst: User, listed: PriceList, contract: Contract, kind: str) -> None:
    proposed(analyst, price_list=listed)
    agreed()
    proposed(analyst, price_list=listed, kind=kind, product="", value=Decimal(5))
    agreed()
    assert asked(contract, SUMMER, kind=kind) == 5


def test_a_condition_ends_earlier_but_never_later(analyst: User, listed: PriceList) -> None:
    made = make.ConditionFactory(price_list=listed, valid_until=SUMMER)
    refused("condition_ends_earlier", prices.end_condition, made.pk, valid_until=date(2026, 7, 1), reason="why", actor=analyst)
    prices.end_condition(made.pk, valid_until=SPRING, reason="why", actor=analyst)
    assert Condition.objects.get().valid_until == SPRING


def test_impossible_conditions_are_refused(analyst: User, listed: PriceList, contract: Contract) -> None:
    other = make.ConditionFactory(price_list=make.PriceListFactory(entity=listed.entity))
    over = make.ContractFactory(entity=listed.entity, customer=contract.customer, state="terminated")
    refused("condition_of_list_or_contract", proposed, analyst)
    refused("condition_of_list_or_contract", proposed, analyst, contract=contract, price_list=listed, document=paper())
    refused("condition_share_at_most_all", proposed, analyst, price_list=listed, kind="rebate", value=Decimal(101))
    refused("condition_replaces_another", proposed, analyst, price_list=listed, replaces=other)
    refused("wrong_state", proposed, analyst, contract=over, document=paper())
    refused("wrong_state", prices.withdraw_condition, other.pk, reason="why", actor=analyst)
    made = proposed(analyst, price_list=listed)
    refused("wrong_state", prices.end_condition, made.pk, valid_until=SUMMER, reason="why", actor=analyst)


def test_prices_of_another_entity_are_out_of_reach(analyst: User, listed: PriceList) -> None:
    german = master_of("accounts", name="Greta German", entity=LegalEntityFactory(code="DE01"))
    refused("gone_or_out_of_reach", proposed, german, price_list=listed)
