"""Bank accounts of customers. New details are a new row; a second person verifies them before anything is paid."""

from django.utils import timezone

from o2c.accounts.customers.models import BankAccount
from o2c.accounts.customers.queries import customers
from o2c.accounts.customers.rules.states import BANK_MOVES
from o2c.core import events
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.acting import running
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.entities.rules import compact_bic, compact_iban
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, transition, verb

VIEW = "accounts.view_customers"
KIND = "bank_details"


@verb("accounts.add_bank_account")
def add_bank_account(
    customer_id: int, *, iban: str, holder: str, source: str, bic: str = "", replaces: BankAccount | None = None, actor: User
) -> BankAccount:
    """New bank details, unverified, and the request that a second person verifies them.

    The account it `replaces` stays as it is until then. Raises BusinessError "iban_invalid", "bic_invalid", "bankaccount_once",
    "bank_account_of_another_customer".
    """
    customer = lock_one(customers(actor), customer_id)
    if replaces and replaces.customer_id != customer.pk:
        raise BusinessError("bank_account_of_another_customer", field="replaces")
    account = BankAccount.objects.create(
        customer=customer,
        iban=compact_iban(iban),
        bic=compact_bic(bic) if bic else "",
        holder=holder.strip(),
        source=source.strip(),
        replaces=replaces,
    )
    before = {"iban": replaces.masked, "holder": replaces.holder} if replaces else {}
    after = {"iban": account.masked, "holder": account.holder}
    record("bank_account.added", account, actor=actor, before=before, after={**after, "source": source})
    request_approval.step(KIND, account, {"pk": account.pk}, reason=source, before=before, after=after, actor=actor)
    return account


@verb("accounts.verify_bank_account", dual=True)
def verify_bank_account(pk: int, *, actor: User) -> BankAccount:
    """A second person has compared the details with their source; the account they replace is blocked.

    Runs when the request is approved. Raises BusinessError "bankaccount_verified_by_second_person" for whoever entered them.
    """
    account = lock_one(scope(BankAccount.objects, actor, VIEW), pk)
    approver = decider()
    if approver.pk == account.created_by_id:
        raise BusinessError("bankaccount_verified_by_second_person")
    transition(account, "verified", BANK_MOVES)
    account.verified_by, account.verified_at = approver, timezone.now()
    account.save(update_fields=["state", "verified_by", "verified_at"])
    record("bank_account.verified", account, actor=actor, before={"state": "unverified"}, after={"state": "verified"})
    if account.replaces_id:
        _block(lock_one(scope(BankAccount.objects, actor, VIEW), account.replaces_id), actor, f"replaced by {account.masked}")
    events.publish("customer.changed", account.customer)  # its holder is screened as somebody we may pay
    return account


def decider() -> User:
    """Who runs the verb under way: of an approved request, the person who approved it last."""
    now = running()
    if now is None:
        raise RuntimeError("nothing is decided outside a verb")
    return now.actor


@verb("accounts.block_bank_account")
def block_bank_account(pk: int, *, reason: str, actor: User, version: int | None = None) -> BankAccount:
    """Nothing is paid to this account any more."""
    return _block(lock_one(scope(BankAccount.objects, actor, VIEW), pk, version), actor, reason)


def _block(account: BankAccount, actor: User, reason: str) -> BankAccount:
    before = account.state
    transition(account, "blocked", BANK_MOVES)
    account.save(update_fields=["state"])
    record("bank_account.blocked", account, actor=actor, before={"state": before}, after={"state": "blocked"}, reason=reason)
    return account
