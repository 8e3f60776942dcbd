"""Prices, rebates, discounts, minimums and fees: proposed by one person, in force once another has agreed."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from o2c.accounts.contracts.models import Condition, Contract, PriceList
from o2c.accounts.contracts.queries import conditions, contracts, price_lists
from o2c.accounts.contracts.rules.moves import CONDITION_MOVES
from o2c.accounts.customers.services.bank import decider
from o2c.core.access.models import User
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services.entities import known_currency
from o2c.core.errors import BusinessError, Conflict
from o2c.core.files.services import keep
from o2c.core.files.storage import Blob
from o2c.core.verbs import lock_one, transition, verb

KIND = "price_condition"


@verb("accounts.create_price_list")
def create_price_list(*, entity: LegalEntity, code: str, name: str, currency: str, actor: User) -> PriceList:
    """An empty list of prices. Raises BusinessError "pricelist_code_once", "currency_unknown"."""
    known_currency(currency)
    made = PriceList.objects.create(entity=entity, code=code.strip().upper(), name=name.strip(), currency=currency)
    lock_one(price_lists(actor), made.pk)
    record("price_list.created", made, actor=actor, after={"code": made.code, "name": made.name, "currency": currency})
    return made


@verb("accounts.propose_condition")
def propose_condition(
    *,
    contract: Contract | None = None,
    price_list: PriceList | None = None,
    kind: str,
    product: str = "",
    unit: str = "",
    value: Decimal,
    valid_from: date,
    valid_until: date | None = None,
    reason: str,
    document: Blob | None = None,
    replaces: Condition | None = None,
    actor: User,
) -> Condition:
    """A condition of a contract or of a price list from a day on, once another person has agreed.

    Raises BusinessError "condition_of_contract_has_document", "condition_replaces_another", "condition_share_at_most_all",
    "condition_ends_after_start"; Conflict "wrong_state" for a contract that is over.
    """
    owner = _owner(contract, price_list, actor)
    if replaces and _key(replaces) != (contract, price_list, kind, product):
        raise BusinessError("condition_replaces_another", field="replaces")
    if contract and document is None:
        raise BusinessError("condition_of_contract_has_document", field="document")
    facts = {"kind": kind, "product": product.strip(), "unit": unit, "value": value, "valid_from": valid_from, "valid_until": valid_until}
    made = Condition.objects.create(
        contract=contract, customer=contract.customer if contract else None, price_list=price_list, entity=owner.entity,
        currency=owner.currency, document=keep(document) if document else None, replaces=replaces, reason=reason.strip(), **facts,
    )  # fmt: skip
    record("condition.proposed", made, actor=actor, parent=owner, after=facts, reason=reason)
    before = {"value": replaces.value, "valid_until": replaces.valid_until} if replaces else {}
    request_approval.step(KIND, made, {"pk": made.pk}, reason=reason, before=before, after=facts, actor=actor)
    return made


def _owner(contract: Contract | None, price_list: PriceList | None, actor: User) -> Contract | PriceList:
    if price_list and not contract:
        return lock_one(price_lists(actor), price_list.pk)
    if contract is None or price_list:
        raise BusinessError("condition_of_list_or_contract")
    locked = lock_one(contracts(actor), contract.pk)
    if locked.state in {"amended", "expired", "terminated"}:
        raise Conflict("wrong_state", field="contract", state=locked.state, wanted="active")
    return locked


def _key(condition: Condition) -> tuple[Contract | None, PriceList | None, str, str]:
    return condition.contract, condition.price_list, condition.kind, condition.product


@verb("accounts.activate_condition", dual=True)
def activate_condition(pk: int, *, actor: User) -> Condition:
    """The condition holds on its days; the one it takes the place of ends on its first. Runs when another person approves.

    Raises BusinessError "condition_one_at_a_time" when another one holds on these days.
    """
    condition = lock_one(conditions(actor), pk)
    old = condition.replaces
    if old and (old.valid_until is None or old.valid_until > condition.valid_from):
        before, after = change(old, valid_until=condition.valid_from)
        record("condition.ended", old, actor=actor, parent=old.contract or old.price_list, before=before, after=after)
    transition(condition, "active", CONDITION_MOVES)
    condition.approved_by, condition.approved_at = decider(), timezone.now()
    condition.save(update_fields=["state", "approved_by", "approved_at"])
    after = {"state": "active", "approved_by": condition.approved_by}
    record("condition.active", condition, actor=actor, parent=condition.contract or condition.price_list, after=after)
    return condition


@verb("accounts.withdraw_condition")
def withdraw_condition(pk: int, *, reason: str, actor: User, version: int | None = None) -> Condition:
    """A proposed condition is not wanted any more: a request for it falls."""
    condition = lock_one(conditions(actor), pk, version)
    transition(condition, "withdrawn", CONDITION_MOVES)
    condition.save(update_fields=["state"])
    owner = condition.contract or condition.price_list
    record("condition.withdrawn", condition, actor=actor, parent=owner, after={"state": "withdrawn"}, reason=reason)
    return condition


@verb("accounts.end_condition")
def end_condition(pk: int, *, valid_until: date, reason: str, actor: User, version: int | None = None) -> Condition:
    """The condition does not hold from that day on. Raises Conflict "wrong_state", BusinessError "condition_ends_earlier"."""
    condition = lock_one(conditions(actor), pk, version)
    if condition.state != "active":
        raise Conflict("wrong_state", field="state", state=condition.state, wanted="active")
    if condition.valid_until and condition.valid_until < valid_until:
        raise BusinessError("condition_ends_earlier", field="valid_until", valid_until=condition.valid_until)
    before, after = change(condition, valid_until=valid_until)
    owner = condition.contract or condition.price_list
    record("condition.ended", condition, actor=actor, parent=owner, before=before, after=after, reason=reason)
    return condition
