"""Merging two customers that are one, and undoing it. The future is redirected; nothing that was posted moves."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.financial_accounts.models import GONE, FinancialAccount
from o2c.accounts.financial_accounts.services.merging import merge_accounts, undo_account_merge
from o2c.accounts.quality.models import CustomerMerge
from o2c.accounts.quality.queries import merges
from o2c.accounts.quality.rules import UNDO_WITHIN
from o2c.accounts.quality.services.duplicates import settle
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import lock, lock_one, verb


@verb("accounts.merge_customers")
def merge_customers(source_id: int, *, survivor: Customer, reason: str, evidence: Sequence[str] = (), actor: User) -> CustomerMerge:
    """From now on the source is the survivor: nothing new begins with it, its live accounts are merged into the survivor's.

    Its documents stay its own, and its page points to the survivor.

    Raises BusinessError "customermerge_of_two", "merged_already", "survivor_closed", "merge_accounts_open".
    """
    if source_id == survivor.pk:
        raise BusinessError("customermerge_of_two", field="survivor")
    both = {customer.pk: customer for customer in lock(customers(actor), [source_id, survivor.pk])}
    source, survivor = both[source_id], both[survivor.pk]
    _mergeable(source, survivor)
    pairs, today = _accounts(source, survivor), local_today(actor)
    change(source, merged_into=survivor)
    settle(source, survivor, "merged")
    moved = [merge_accounts.step(account.pk, survivor=other, reason=reason, actor=actor).pk for account, other in pairs]
    merge = CustomerMerge.objects.create(
        source=source, survivor=survivor, merged_on=today, undo_until=today + UNDO_WITHIN, reason=reason.strip(),
        evidence=list(evidence), moved={"accounts": moved},
    )  # fmt: skip
    _tell("customer.merged", merge, actor, reason, before={}, after={"merged_into": str(survivor)})
    return merge


def _mergeable(source: Customer, survivor: Customer) -> None:
    for customer in (source, survivor):
        if customer.merged_into_id:
            raise BusinessError("merged_already", customer=str(customer))
    if survivor.state in {"closing", "closed"}:
        raise BusinessError("survivor_closed", field="survivor", customer=str(survivor))


def _accounts(source: Customer, survivor: Customer) -> list[tuple[FinancialAccount, FinancialAccount]]:
    """Each live account of the source with the survivor's in the same entity and currency, on the same terms if there is one.

    Raises BusinessError "merge_accounts_open" for those without a counterpart: nobody guesses where they would bill to.
    """
    live = FinancialAccount.objects.exclude(GONE).exclude(state="closing").filter(replaced_by=None).order_by("number")
    pairs, alone = [], []
    for account in live.filter(customer=source):
        fitting = live.filter(customer=survivor, state="active", entity=account.entity_id, currency=account.currency)
        other = fitting.filter(terms=account.terms_id).first() or fitting.first()
        if other is None:
            alone.append(account.number)
        else:
            pairs.append((account, other))
    if alone:
        raise BusinessError("merge_accounts_open", accounts=", ".join(alone))
    return pairs


@verb("accounts.undo_customer_merge")
def undo_customer_merge(pk: int, *, reason: str, actor: User, version: int | None = None) -> CustomerMerge:
    """The two are different after all: the source stands alone again, as it stood before.

    Raises BusinessError "customermerge_undone_already", "customermerge_too_old", "survivor_merged_on".
    """
    merge = lock_one(merges(actor), pk, version)
    if merge.undone_at:
        raise BusinessError("customermerge_undone_already")
    if local_today(actor) > merge.undo_until:
        raise BusinessError("customermerge_too_old", until=merge.undo_until)
    if merge.survivor.merged_into_id:
        raise BusinessError("survivor_merged_on", survivor=str(merge.survivor))
    source = lock_one(customers(actor), merge.source_id)
    for account_merge in merge.moved.get("accounts", []):
        undo_account_merge.step(account_merge, reason=reason, actor=actor)
    change(source, merged_into=None)
    settle(source, merge.survivor, "open")
    change(merge, undone_at=timezone.now(), undo_reason=reason.strip())
    _tell("customer.merge_undone", merge, actor, reason, before={"merged_into": str(merge.survivor)}, after={})
    return merge


def _tell(action: str, merge: CustomerMerge, actor: User, reason: str, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    for side in (merge.source, merge.survivor):
        record(action, merge, actor=actor, before=before, after=after, reason=reason, parent=side)
        publish("customer.changed", side, fields=["merged_into"])
