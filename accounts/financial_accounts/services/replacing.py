"""What an account stands for never changes: another currency, entity, payer or set of terms is another account from a day on."""

from datetime import date
from typing import Unpack

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers, has_relation
from o2c.accounts.customers.services.relations import relate_customers
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.accounts.financial_accounts.services.accounts import AccountFields, open_account, propose_account, start_closing_account
from o2c.accounts.financial_accounts.services.redirecting import redirect_links
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, verb

KEY = ("payer", "entity", "currency", "terms", "billing_profile")


@verb("accounts.replace_account")
def replace_account(pk: int, *, from_day: date, reason: str, actor: User, **changed: Unpack[AccountFields]) -> FinancialAccount:
    """A new account with the change, open, which carries the campaigns from the day on; the old one is closing from then.

    Open items stay where they are, in their currency. Raises Conflict "account_not_open", BusinessError "account_replaced_already",
    "account_replaced_by_same", and as `propose_account` and `open_account`.
    """
    old = lock_one(financial_accounts(actor), pk)
    if old.state != "active":
        raise Conflict("account_not_open", number=old.number)
    if old.replaced_by_id:
        raise BusinessError("account_replaced_already", number=old.number)
    key = {name: getattr(old, name) for name in KEY}
    if {**key, **changed} == key:
        raise BusinessError("account_replaced_by_same")
    new = propose_account.step(customer=old.customer, actor=actor, **{**key, **changed})
    new = open_account.step(new.pk, actor=actor)
    change(old, replaced_by=new, replaced_from=from_day)
    moved = redirect_links(old, new, from_day)
    after = {"new": new.number, "from_day": from_day, "campaigns": len(moved)}
    record("account.replaced", old, actor=actor, after=after, reason=reason)
    if from_day <= local_today(old.entity):
        complete_replacement.step(old.pk, actor=actor)
    return new


@verb("accounts.complete_replacement")
def complete_replacement(pk: int, *, actor: User) -> FinancialAccount:
    """The day has come: the campaigns are in the new account's currency, and the old account is closing.

    Raises Conflict "wrong_state" for an account that is not replaced, or not yet.
    """
    old = lock_one(financial_accounts(actor), pk)
    new, day = old.replaced_by, old.replaced_from
    if new is None or day is None or day > local_today(old.entity) or old.state != "active":
        raise Conflict("wrong_state", field="state", state=old.state, wanted="closing")
    if new.currency != old.currency:
        for link in new.campaign_links.select_related("campaign__advertiser").order_by("pk"):
            before, after = change(link.campaign, currency=new.currency)
            record("campaign.edited", link.campaign, actor=actor, before=before, after=after, parent=link.campaign.advertiser)
    return start_closing_account.step(old.pk, reason=f"{old.number} \N{RIGHTWARDS ARROW} {new.number}", actor=actor)


@verb("accounts.appoint_payer")
def appoint_payer(pk: int, *, payer: Customer, from_day: date, reason: str, actor: User) -> FinancialAccount:
    """From the day on a central payer gets the invoices of this account's campaigns; the relation is added where it is missing.

    Raises as `replace_account` and `relate_customers`.
    """
    payer, account = lock_one(customers(actor), payer.pk), lock_one(financial_accounts(actor), pk)
    if not has_relation("payer_for", payer.pk, account.customer_id, from_day):
        relate_customers.step(payer.pk, kind="payer_for", to_customer=account.customer, valid_from=from_day, actor=actor)
    return replace_account.step(pk, from_day=from_day, reason=reason, payer=payer, actor=actor)


@verb("accounts.assign_account_owner")
def assign_account_owner(pk: int, *, owner: User, reason: str, actor: User, version: int | None = None) -> FinancialAccount:
    """Somebody looks after this account from now on. Raises BusinessError "account_owner_gone"."""
    if not owner.is_active:
        raise BusinessError("account_owner_gone", field="owner", name=str(owner))
    account = lock_one(financial_accounts(actor), pk, version)
    before, after = change(account, owner=owner)
    if after:
        record(
            "account.owner", account, actor=actor, before={"owner": str(before["owner"] or "")}, after={"owner": str(owner)}, reason=reason
        )
    return account
