"""Two accounts made one by redirecting future billing, and undone. What was posted stays where it is."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from o2c.accounts.financial_accounts.models import AccountMerge, FinancialAccount
from o2c.accounts.financial_accounts.queries import account_merges, financial_accounts
from o2c.accounts.financial_accounts.rules import ACCOUNT_MOVES
from o2c.accounts.financial_accounts.services.redirecting import put_back, redirect_links
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.verbs import lock, lock_one, transition, verb

CAN_BE_UNDONE = timedelta(days=30)


@verb("accounts.merge_accounts")
def merge_accounts(
    source_id: int, *, survivor: FinancialAccount, reason: str, evidence: Mapping[str, Any] | None = None, actor: User
) -> AccountMerge:
    """From today the survivor carries the campaigns of the source, which closes and points to it.

    Raises BusinessError "merge_into_itself", "merge_other_key", "merge_other_customer", "merge_not_in_use", "merge_merged_already".
    """
    if source_id == survivor.pk:
        raise BusinessError("merge_into_itself", field="survivor")
    both = {account.pk: account for account in lock(financial_accounts(actor), [source_id, survivor.pk])}
    source, survivor = both[source_id], both[survivor.pk]
    _may_merge(source, survivor)
    today, before = local_today(source.entity), source.state
    moved = redirect_links(source, survivor, today)
    transition(source, "closing", ACCOUNT_MOVES)
    source.state = before
    change(source, state="closing", replaced_by=survivor, replaced_from=today)
    merge = AccountMerge.objects.create(
        source=source, survivor=survivor, merged_on=today, reason=reason.strip(), evidence=dict(evidence or {}),
        moved={"links": moved, "state": before}, undo_until=today + CAN_BE_UNDONE,
    )  # fmt: skip
    told = {"survivor": survivor.number, "campaigns": len(moved)}
    for side in both.values():
        record("account.merged", merge, actor=actor, parent=side.customer, after={**told, "source": source.number}, reason=reason)
        publish("account.changed", side, number=side.number)
    return merge


def _may_merge(source: FinancialAccount, survivor: FinancialAccount) -> None:
    if (source.entity_id, source.currency) != (survivor.entity_id, survivor.currency):
        raise BusinessError("merge_other_key", field="survivor")
    related = {source.customer_id, source.customer.merged_into_id}
    if survivor.customer_id not in related and (source.payer_id is None or source.payer_id != survivor.payer_id):
        raise BusinessError("merge_other_customer", field="survivor", number=survivor.number)
    if source.replaced_by_id or survivor.replaced_by_id:
        raise BusinessError("merge_merged_already", field="survivor")
    if source.state not in {"active", "on_hold"} or survivor.state != "active":
        raise BusinessError("merge_not_in_use", field="survivor")


@verb("accounts.undo_account_merge")
def undo_account_merge(pk: int, *, reason: str, actor: User, version: int | None = None) -> AccountMerge:
    """What the merge redirected bills to its own account again, from today.

    Raises Conflict "merge_undone_already", BusinessError "merge_too_old", "merge_went_on" when either account was merged on since.
    """
    merge = lock_one(account_merges(actor), pk, version)
    if merge.undone_at:
        raise Conflict("merge_undone_already")
    both = {account.pk: account for account in lock(financial_accounts(actor), [merge.source_id, merge.survivor_id])}
    source, survivor = both[merge.source_id], both[merge.survivor_id]
    today = local_today(source.entity)
    if today >= merge.undo_until:
        raise BusinessError("merge_too_old", until=merge.undo_until)
    if source.state != "closing" or survivor.state != "active" or survivor.replaced_by_id:
        raise BusinessError("merge_went_on")
    back = put_back(merge.moved["links"], source, survivor, today)
    change(source, state=merge.moved["state"], replaced_by=None, replaced_from=None)
    merge.undone_at, merge.undone_by, merge.undo_reason = timezone.now(), actor, reason.strip()
    merge.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    told = {"source": source.number, "survivor": survivor.number, "campaigns": len(back)}
    for side in both.values():
        record("account.merge_undone", merge, actor=actor, parent=side.customer, after=told, reason=reason)
        publish("account.changed", side, number=side.number)
    return merge
