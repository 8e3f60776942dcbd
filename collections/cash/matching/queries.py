"""What waits for a decision, what was decided, and what was learned, within reach."""

from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.matching import rules
from o2c.collections.cash.matching.models import (
    Application,
    CreditQuestion,
    Deduction,
    MatchProposal,
    MemoryState,
    PayerMemory,
    ProposalState,
)
from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.queries import VIEW
from o2c.core.access.models import User
from o2c.core.access.queries import scope

OPEN_RECEIPTS = [ReceiptState.UNIDENTIFIED, ReceiptState.PARKED]


def within_reach(actor: User, permission: str = VIEW) -> QuerySet[Receipt]:
    """Receipts with what a decision needs at hand."""
    return scope(Receipt.objects, actor, permission).select_related("entity", "line__entry", "account", "customer", "entry")


def proposals(actor: User, permission: str = VIEW) -> QuerySet[MatchProposal]:
    return scope(MatchProposal.objects, actor, permission).select_related("receipt", "entity", "account", "customer")


def open_proposals(actor: User, permission: str = VIEW) -> QuerySet[MatchProposal]:
    """Proposals that wait, surest first and larger amounts before smaller ones."""
    return proposals(actor, permission).filter(state=ProposalState.OPEN).order_by("-score", "-receipt__amount", "pk")


def applications(actor: User, permission: str = VIEW) -> QuerySet[Application]:
    """Decisions that were booked, the latest first."""
    rows = scope(Application.objects, actor, permission).select_related("receipt", "entity", "proposal", "created_by", "undone_by")
    return rows.order_by("-created_at", "-pk")


def memories(actor: User, permission: str = VIEW) -> QuerySet[PayerMemory]:
    """What was learned and holds, by what the bank writes."""
    rows = scope(PayerMemory.objects, actor, permission).exclude(state=MemoryState.FORGOTTEN)
    return rows.select_related("customer").order_by("value", "pk")


def deductions(actor: User, permission: str = VIEW) -> QuerySet[Deduction]:
    """What payers kept back, the latest first; `rest` is what of it is still open."""
    rows = scope(Deduction.objects, actor, permission).select_related("customer", "receipt", "invoice_item", "item", "entity", "created_by")
    return rows.annotate(rest=F("item__open_amount")).order_by("-created_at", "-pk")


def deducted(actor: User) -> QuerySet[Any, Any]:
    """Volume by reason, customer and currency: what was kept back and what of it is still open."""
    rows = scope(Deduction.objects, actor, VIEW).order_by().values("reason", "customer__legal_name", "currency")
    return rows.annotate(kept=Sum("amount"), rest=Sum("item__open_amount")).order_by("-kept", "reason")


def unidentified(actor: User) -> QuerySet[Receipt]:
    """Money whose customer nobody knows yet, oldest value date first; `tier` and `proposal` of what the matcher makes of it."""
    best = MatchProposal.objects.filter(receipt=OuterRef("pk"), state=ProposalState.OPEN)
    rows = scope(Receipt.objects, actor, VIEW).filter(state__in=OPEN_RECEIPTS).select_related("entity")
    return rows.annotate(tier=Subquery(best.values("tier")[:1]), proposal=Subquery(best.values("public_id")[:1])).order_by("value_on", "pk")


def free_credits(actor: User, permission: str = VIEW) -> QuerySet[OpenItem]:
    """Credits of customers nobody has used yet: money on account, credit notes, residuals. Oldest first, `debts` what the same
    account owes."""
    rows = scope(OpenItem.objects, actor, permission).filter(side="credit", open_amount__gt=0)
    owed = OpenItem.objects.filter(account=OuterRef("account"), side="debit", open_amount__gt=0).order_by().values("account")
    return (
        rows.select_related("customer", "account", "entity", "entry", "entry__receipt")
        .annotate(debts=Subquery(owed.annotate(sum=Sum("open_amount")).values("sum")))
        .order_by("due_date", "pk")
    )


def questions(actor: User, permission: str = VIEW) -> QuerySet[CreditQuestion]:
    """What clients were asked, the latest first."""
    rows = scope(CreditQuestion.objects, actor, permission).select_related("item", "item__entry", "customer", "entity", "created_by")
    return rows.order_by("-created_at", "-pk")


def asked_by(secret: str, now: datetime) -> CreditQuestion | None:
    """The question whose link this is, while it is good and unanswered."""
    rows = CreditQuestion.objects.select_related("item", "customer", "entity")
    return rows.filter(state="sent", digest=rules.digest(secret), expires_at__gt=now).first()


def currencies(receipt: Receipt) -> set[str]:
    """In which it may settle: its own, and the one the payer instructed, where the bank says how much that was."""
    return {receipt.currency} | ({receipt.instructed.currency} if receipt.instructed else set())


def candidates(actor: User, receipt: Receipt) -> QuerySet[OpenItem]:
    """Open invoices and credit notes a receipt may settle, oldest due first."""
    rows = scope(OpenItem.objects, actor, VIEW).filter(
        entity=receipt.entity_id, currency__in=currencies(receipt), control_account="receivable", open_amount__gt=0
    )
    return rows.select_related("customer", "account__terms", "entry", "entity").order_by("due_date", "pk")


def bookable_accounts(actor: User, receipt: Receipt) -> QuerySet[FinancialAccount]:
    """Accounts a receipt may stand on."""
    rows = scope(FinancialAccount.objects, actor, VIEW).filter(entity=receipt.entity_id, currency__in=currencies(receipt))
    return rows.exclude(state="closed").order_by("number")
