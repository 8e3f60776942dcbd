"""The life of a contract: entered, submitted, approved by another person, active, and replaced by its amendments."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from o2c.accounts.contracts.models import Contract, PaymentTerm, SigningAuthority
from o2c.accounts.contracts.queries import contracts
from o2c.accounts.contracts.rules import CONTRACT_MOVES, EDITABLE
from o2c.accounts.contracts.rules.moves import allowed, renewed_until
from o2c.accounts.contracts.services.review import keep_control, require_control
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services.entities import known_currency
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.services.steps import open_task

# What an amendment takes over from the contract it amends, unless it says otherwise.
KEPT = [
    "number", "customer", "entity", "ends_on", "renewal", "notice_days", "currency", "terms", "credit_limit", "party_name", "party_tax_id",
    "products", "expected_exposure", "credit_result", "credit_checked_on", "credit_note", "clauses", "annex_count", "language",
]  # fmt: skip


class ContractFields(TypedDict, total=False):
    """What a person may enter about a contract."""

    number: str
    entity: LegalEntity
    starts_on: date
    ends_on: date | None
    renewal: str
    notice_days: int
    currency: str
    terms: PaymentTerm
    credit_limit: Decimal | None
    signed_on: date | None
    signatory: str
    signed_for_us: SigningAuthority | None
    party_name: str
    party_tax_id: str
    products: list[str]
    expected_exposure: Decimal | None
    clauses: list[str]
    annex_count: int
    language: str


@verb("accounts.create_contract")
def create_contract(*, customer: Customer, actor: User, **fields: Unpack[ContractFields]) -> Contract:
    """A new contract in draft.

    Raises BusinessError "currency_unknown", "contract_number_once", "contract_ends_after_start"; Conflict
    "gone_or_out_of_reach" for a customer or entity outside the actor's reach.
    """
    lock_one(customers(actor), customer.pk)
    known_currency(fields["currency"])
    contract = Contract.objects.create(customer=customer, **fields)
    return _entered(contract, actor, **fields)


@verb("accounts.edit_contract")
def edit_contract(pk: int, *, actor: User, version: int | None = None, **fields: Unpack[ContractFields]) -> Contract:
    """Change a draft, or one that was returned, which is a draft again then. Raises Conflict "contract_not_editable"."""
    contract = lock_one(contracts(actor), pk, version)
    if contract.state not in EDITABLE:
        raise Conflict("contract_not_editable", number=contract.number)
    if "currency" in fields:
        known_currency(fields["currency"])
    before, after = change(contract, **fields, **_unchecked(contract, fields), state="draft")
    lock_one(contracts(actor), pk)
    if after:
        record("contract.edited", contract, actor=actor, before=before, after=after)
    return contract


def _unchecked(contract: Contract, fields: ContractFields) -> dict[str, Any]:
    """What was checked on what is changed now must be checked again."""
    limit = "credit_limit" in fields and fields["credit_limit"] != contract.credit_limit
    clauses = "clauses" in fields and fields["clauses"] != contract.clauses
    return {**({"credit_result": "none"} if limit else {}), **({"legal_reviewed_on": None} if clauses else {})}


@verb("accounts.amend_contract")
def amend_contract(pk: int, *, actor: User, **fields: Unpack[ContractFields]) -> Contract:
    """The next revision of an active contract, in draft, with what is given changed. Once active, it takes over on its `starts_on`.

    Raises Conflict "wrong_state", BusinessError "contract_already_amended", "amendment_starts_later".
    """
    old = lock_one(contracts(actor), pk)
    if old.state != "active":
        raise Conflict("wrong_state", field="state", state=old.state, wanted="amended")
    if Contract.objects.filter(amends=old).exists():
        raise BusinessError("contract_already_amended", number=old.number)
    if fields["starts_on"] <= old.starts_on:
        raise BusinessError("amendment_starts_later", field="starts_on", starts_on=old.starts_on)
    facts: dict[str, Any] = {**{name: getattr(old, name) for name in KEPT}, **fields}
    contract = Contract.objects.create(revision=old.revision + 1, amends=old, **facts)
    return _entered(contract, actor, **fields, amends=old)


def _entered(contract: Contract, actor: User, **facts: Any) -> Contract:
    lock_one(contracts(actor), contract.pk)
    record("contract.created", contract, actor=actor, after=facts)
    return contract


@verb("accounts.submit_contract")
def submit_contract(pk: int, *, actor: User, version: int | None = None) -> Contract:
    """The contract is complete: another person may look at it, and at what its control says."""
    return _move(lock_one(contracts(actor), pk, version), "submitted", actor)


@verb("accounts.return_contract")
def return_contract(pk: int, *, reason: str, actor: User, version: int | None = None) -> Contract:
    """Something must be put right first."""
    return _move(lock_one(contracts(actor), pk, version), "returned", actor, reason)


@verb("accounts.approve_contract")
def approve_contract(pk: int, *, actor: User, version: int | None = None) -> Contract:
    """A second person agrees. Raises BusinessError "contract_by_second_person" for the one who entered it."""
    contract = lock_one(contracts(actor), pk, version)
    if contract.created_by_id == actor.pk:
        raise BusinessError("contract_by_second_person")
    return _move(contract, "approved", actor)


@verb("accounts.activate_contract")
def activate_contract(pk: int, *, actor: User, version: int | None = None) -> Contract:
    """The contract is in force; the one it amends ends on the day it starts.

    Raises BusinessError "contract_control_fails" with every blocking rule that fails without a waiver, "gate_closed".
    """
    seen = contracts(actor).filter(pk=pk).first()
    if seen is None:
        raise Conflict("gone_or_out_of_reach")
    gates.require("activate_contract", seen.customer)
    contract = lock_one(contracts(actor), pk, version)
    allowed(contract, "active", CONTRACT_MOVES)
    require_control(contract)
    if contract.amends_id:
        old = lock_one(contracts(actor), contract.amends_id)
        _move(old, "amended", actor, ends_on=contract.starts_on)
    return _move(contract, "active", actor)


@verb("accounts.terminate_contract")
def terminate_contract(pk: int, *, ends_on: date, reason: str, actor: User, version: int | None = None) -> Contract:
    """The contract ends before its time. Raises BusinessError "contract_ends_after_start"."""
    return _move(lock_one(contracts(actor), pk, version), "terminated", actor, reason, ends_on=ends_on)


@verb("accounts.renew_contract")
def renew_contract(pk: int, *, on: date, actor: User) -> Contract:
    """Nobody gave notice in time: the contract runs on for as long as it ran at first. Raises Conflict "contract_still_runs"."""
    contract = lock_one(contracts(actor), pk)
    if contract.state != "active" or contract.renewal != "tacit" or contract.ends_on is None or contract.ends_on > on:
        raise Conflict("contract_still_runs", number=contract.number)
    before, after = change(contract, ends_on=renewed_until(contract.starts_on, contract.ends_on, on))
    record("contract.renewed", contract, actor=actor, before=before, after=after)
    return contract


@verb("accounts.remind_of_notice")
def remind_of_notice(pk: int, *, notice_by: date, actor: User) -> Contract:
    """Somebody must decide before that day whether the contract renews by itself: a task for the clerks."""
    contract = lock_one(contracts(actor), pk)
    words = {"number": contract.number, "customer": contract.customer.legal_name}
    key = f"{contract.pk}:{notice_by}"
    open_task("contract_notice", "contract_notice_due", words, subject=contract, key=key, queue="clerk", due_on=notice_by, actor=actor)
    return contract


@verb("accounts.expire_contract")
def expire_contract(pk: int, *, on: date, actor: User) -> Contract:
    """The contract's last day has passed. Raises Conflict "contract_still_runs" before that, or when it renews tacitly."""
    contract = lock_one(contracts(actor), pk)
    if contract.ends_on is None or contract.ends_on > on or contract.renewal == "tacit":
        raise Conflict("contract_still_runs", number=contract.number)
    return _move(contract, "expired", actor)


def _move(contract: Contract, state: str, actor: User, reason: str = "", **facts: Any) -> Contract:
    origin = contract.state
    transition(contract, state, CONTRACT_MOVES)
    contract.save(update_fields=["state"])
    before, after = change(contract, **facts)
    before, after = {"state": origin, **before}, {"state": state, **after}
    record(f"contract.{state}", contract, actor=actor, before=before, after=after, reason=reason)
    keep_control(contract, state)
    publish(f"contract.{state}", contract, number=contract.number, customer=str(contract.customer.public_id))
    return contract
