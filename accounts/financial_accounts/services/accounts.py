"""The life of a financial account: proposed, opened when everything it needs is there, held, closed."""

from typing import TypedDict, Unpack

from o2c.accounts.contracts.models import PaymentTerm
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts.models import BillingProfile, FinancialAccount
from o2c.accounts.financial_accounts.queries import financial_accounts, live_campaigns, opening_facts, same_key
from o2c.accounts.financial_accounts.rules import ACCOUNT_MOVES, opening_gaps
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services.entities import known_currency
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.sentences import sentence
from o2c.core.verbs import lock_one, transition, verb


class AccountFields(TypedDict, total=False):
    """The key of an account, beside its customer."""

    payer: Customer | None
    entity: LegalEntity
    currency: str
    terms: PaymentTerm
    billing_profile: BillingProfile | None


@verb("accounts.propose_account")
def propose_account(*, customer: Customer, origin: str = "manual", actor: User, **fields: Unpack[AccountFields]) -> FinancialAccount:
    """A new account in the state proposed, numbered after its customer.

    Raises BusinessError "account_exists" naming the one with the same key, "account_customer_closed", "profile_of_another_customer",
    "financialaccount_payer_is_another", "currency_unknown".
    """
    customer = lock_one(customers(actor), customer.pk)
    account = FinancialAccount(customer=customer, origin=origin, **fields)
    _check_key(account)
    account.number = f"{customer.number}-{customer.financial_accounts.count() + 1:02}"
    account.save(force_insert=True)
    lock_one(financial_accounts(actor), account.pk)
    record("account.proposed", account, actor=actor, after=dict(fields))
    return account


@verb("accounts.edit_account")
def edit_account(pk: int, *, actor: User, version: int | None = None, **fields: Unpack[AccountFields]) -> FinancialAccount:
    """Change the key of a proposed account. Raises Conflict "account_not_editable" once it is open, else as `propose_account`."""
    account = lock_one(financial_accounts(actor), pk, version)
    if account.state != "proposed":
        raise Conflict("account_not_editable", number=account.number)
    before, after = change(account, **fields)
    _check_key(account)
    lock_one(financial_accounts(actor), pk)
    if after:
        record("account.edited", account, actor=actor, before=before, after=after)
    return account


def _check_key(account: FinancialAccount) -> None:
    known_currency(account.currency)
    if account.customer.state in {"closing", "closed"}:
        raise BusinessError("account_customer_closed", field="customer", customer=account.customer.legal_name)
    if account.payer_id == account.customer_id:
        raise BusinessError("financialaccount_payer_is_another", field="payer")
    if account.billing_profile and account.billing_profile.customer_id not in {account.customer_id, account.payer_id}:
        raise BusinessError("profile_of_another_customer", field="billing_profile")
    if twin := same_key(account):
        raise BusinessError("account_exists", number=twin.number)


@verb("accounts.open_account")
def open_account(pk: int, *, actor: User, version: int | None = None) -> FinancialAccount:
    """The account is active and ready for billing; how it is taxed is fixed now.

    Raises BusinessError "account_not_ready" with everything that is missing, "gate_closed" when compliance is against it.
    """
    seen = _asked("open_account", pk, actor)
    today = local_today(seen.entity)
    facts = opening_facts(seen, today)
    if codes := opening_gaps(facts):
        raise BusinessError("account_not_ready", gaps="; ".join(map(sentence, codes)), codes=codes)
    account = lock_one(financial_accounts(actor), pk, version)
    _only_from(account, "proposed", "active")
    return _move(account, "active", actor, opened_on=today, tax_treatment=facts.treatment, is_ready=True)


@verb("accounts.refuse_account")
def refuse_account(pk: int, *, reason: str, actor: User, version: int | None = None) -> FinancialAccount:
    """A proposed account is not wanted; its key is free again."""
    return _move(lock_one(financial_accounts(actor), pk, version), "refused", actor, reason)


@verb("accounts.hold_account")
def hold_account(pk: int, *, reason: str, actor: User, version: int | None = None) -> FinancialAccount:
    """Nothing is billed to the account until it is released."""
    return _move(lock_one(financial_accounts(actor), pk, version), "on_hold", actor, reason)


@verb("accounts.release_account")
def release_account(pk: int, *, actor: User, version: int | None = None) -> FinancialAccount:
    """A held account is billed again. Raises BusinessError "gate_closed" when compliance is against it."""
    _asked("open_account", pk, actor)
    account = lock_one(financial_accounts(actor), pk, version)
    _only_from(account, "on_hold", "active")
    return _move(account, "active", actor)


@verb("accounts.confirm_account_ready")
def confirm_account_ready(pk: int, *, actor: User, version: int | None = None) -> FinancialAccount:
    """An imported account has everything an invoice needs. Raises BusinessError "account_not_ready" with what is missing."""
    account = lock_one(financial_accounts(actor), pk, version)
    facts = opening_facts(account, local_today(account.entity))
    if codes := opening_gaps(facts):
        raise BusinessError("account_not_ready", gaps="; ".join(map(sentence, codes)), codes=codes)
    before, after = change(account, is_ready=True, tax_treatment=facts.treatment)
    record("account.ready", account, actor=actor, before=before, after=after)
    return account


@verb("accounts.start_closing_account")
def start_closing_account(pk: int, *, reason: str, actor: User, version: int | None = None) -> FinancialAccount:
    """No new spend; what is open is still collected."""
    account = lock_one(financial_accounts(actor), pk, version)
    _only_from(account, "active", "closing")
    return _move(account, "closing", actor, reason)


@verb("accounts.close_account")
def close_account(pk: int, *, actor: User, version: int | None = None) -> FinancialAccount:
    """The end. Raises BusinessError "account_has_campaigns", "gate_closed" while its balance is not zero."""
    _asked("close_account", pk, actor)
    account = lock_one(financial_accounts(actor), pk, version)
    today = local_today(account.entity)
    if count := live_campaigns(account, today):
        raise BusinessError("account_has_campaigns", count=count)
    return _move(account, "closed", actor, closed_on=today)


def _asked(question: str, pk: int, actor: User) -> FinancialAccount:
    """The account, let through its customer's gate, which comes before the row lock."""
    account = financial_accounts(actor).filter(pk=pk).first()
    if account is None:
        raise Conflict("gone_or_out_of_reach")
    gates.require(question, account.customer, account=account)
    if account.payer:
        gates.require(question, account.payer, account=account)
    return account


def _only_from(account: FinancialAccount, origin: str, state: str) -> None:
    if account.state != origin:
        raise Conflict("wrong_state", field="state", state=account.state, wanted=state)


def _move(account: FinancialAccount, state: str, actor: User, reason: str = "", **facts: object) -> FinancialAccount:
    origin = account.state
    transition(account, state, ACCOUNT_MOVES)
    account.state = origin
    before, after = change(account, state=state, **facts)
    record(f"account.{state}", account, actor=actor, before=before, after=after, reason=reason)
    publish("account.moved", account, account=account.public_id, number=account.number, state=state, was=origin)
    return account
