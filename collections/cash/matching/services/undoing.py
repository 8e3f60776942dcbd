"""Taking decisions back, and booking them otherwise. What was booked stays and is mirrored; why is counted."""

from collections.abc import Sequence
from datetime import date

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import Allocation, JournalEntry
from o2c.billing.ledger.services import take_back_allocation, take_back_entry
from o2c.collections.cash.matching import queries
from o2c.collections.cash.matching.models import Application, MatchProposal, Mistake, ProposalState
from o2c.collections.cash.matching.rules import Residual, Share
from o2c.collections.cash.matching.services.deciding import apply_receipt
from o2c.collections.cash.matching.services.memory import unlearn
from o2c.collections.cash.matching.services.running import advices_of
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.receipts.services import unidentify_receipt
from o2c.collections.cash.remittances.services import mark_used
from o2c.collections.cash.statements.models import LineState, StatementLine
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import Conflict
from o2c.core.limits.services import require_not_backdated
from o2c.core.verbs import lock_one, verb


@verb("collections.unallocate_receipt")
def unallocate_receipt(application_id: int, *, on: date, reason: str, kind: str = Mistake.OTHER, actor: User) -> Application:
    """Take a decision back as a whole: items, credit notes, discount, fee and deduction are open as before, the memory is weaker.

    The money stays on the customer's account, unless it is another customer's (`kind`): then it is unidentified again.
    Raises Conflict "application_undone" and as the ledger's reversals.
    """
    application = lock_one(queries.applications(actor, "collections.unallocate_receipt"), application_id)
    require_not_backdated(application.entity, on)
    return _undo(application, on, reason, kind, actor)


@verb("collections.reallocate_receipt")
def reallocate_receipt(
    application_id: int,
    *,
    on: date,
    account: FinancialAccount,
    shares: Sequence[Share],
    residuals: Sequence[Residual] = (),
    reason: str,
    kind: str = Mistake.WRONG_ITEM,
    actor: User,
) -> Application:
    """Take a decision back and book it otherwise, in one step. Raises as both."""
    application = lock_one(queries.applications(actor, "collections.reallocate_receipt"), application_id)
    require_not_backdated(application.entity, on)
    other = application.receipt.account_id != account.pk
    _undo(application, on, reason, Mistake.WRONG_CUSTOMER if other else kind, actor)
    return apply_receipt.step(application.receipt_id, account=account, shares=shares, residuals=residuals, reason=reason, actor=actor)


def _undo(application: Application, on: date, reason: str, kind: str, actor: User) -> Application:
    receipt = take_back_application(application, on, reason, kind, actor)
    unlearn(receipt)
    if application.proposal is not None:
        MatchProposal.objects.filter(pk=application.proposal.pk).update(state=ProposalState.UNDONE)
        mark_used(advices_of(application.proposal), application.entity_id, is_used=False)
    StatementLine.objects.filter(receipts=receipt, state=LineState.MATCHED).update(state=LineState.UNMATCHED)
    facts = {"amount": application.applied, "currency": application.currency, "by_rule": application.by_rule, "kind": kind}
    record("receipt.unapplied", receipt, actor=actor, reason=reason, **facts)
    if kind == Mistake.WRONG_CUSTOMER:
        unidentify_receipt.step(receipt.pk, on=on, reason=reason, actor=actor)
    return application


def take_back_application(application: Application, on: date, reason: str, kind: str, actor: User) -> Receipt:
    """Step: open again what it settled, its discount, fee and deduction too, from a day on. Raises Conflict "application_undone"."""
    if application.undone_on is not None:
        raise Conflict("application_undone")
    for allocation in Allocation.objects.filter(pk__in=application.allocations).select_related("entity").order_by("pk"):
        take_back_allocation(allocation, on=max(on, allocation.effective_on), reason=reason, actor=actor)
    for entry in JournalEntry.objects.filter(pk__in=application.entries).select_related("entity").order_by("pk"):
        take_back_entry(entry, on=max(on, entry.posting_date), reason=reason, actor=actor)
    application.undone_on, application.undone_by, application.undone_reason = on, actor, reason
    application.undone_kind = kind
    application.save(update_fields=["undone_on", "undone_by", "undone_reason", "undone_kind"])
    return application.receipt
