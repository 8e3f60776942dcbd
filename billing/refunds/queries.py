"""Refunds, the credits they can take from, and what the controls look at."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from django.db.models import F, Model, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import group_depths
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.choices import ControlAccount, Side
from o2c.billing.ledger.models import Allocation, JournalEntry, OpenItem
from o2c.billing.ledger.queries import may_settle
from o2c.billing.refunds.models import CardCapture, PaymentFile, RefundLine, RefundPayment, RefundRequest, StatusReport
from o2c.billing.refunds.rules import OVER, RESERVING, SCREENED_WITHIN, TWICE_WITHIN, Facts, Taken
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.clock import local_today
from o2c.core.fields import MoneyField

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Free(TypedDict):
        reserved: Decimal
        free: Decimal

    FreeItem = WithAnnotations[OpenItem, Free]

VIEW = "billing.view_refunds"
MONEY = MoneyField()
NOTHING = Value(Decimal(0), output_field=MONEY)
REFUNDABLE = [ControlAccount.UNAPPLIED, ControlAccount.RECEIVABLE]


def refunds(actor: User) -> QuerySet[RefundRequest]:
    """The refunds the actor may see, newest first."""
    parties = ("account", "customer", "entity", "bank_account", "capture__method", "created_by", "submitted_by", "approved_by")
    rows = scope(RefundRequest.objects, actor, VIEW).select_related(*parties, "released_by", "payment__file")
    return rows.order_by("-created_at", "-pk")


def payment_files(actor: User) -> QuerySet[PaymentFile]:
    return (
        scope(PaymentFile.objects, actor, VIEW)
        .select_related("own_account", "entity", "created_by", "fetched_by")
        .order_by("-created_at", "-pk")
    )


def payments_of(file: PaymentFile) -> QuerySet[RefundPayment]:
    return file.payments.select_related("request__customer").order_by("pk")


def captures(actor: User) -> QuerySet[CardCapture]:
    """What cards were charged, the latest first; `left`: what can still go back."""
    rows = scope(CardCapture.objects, actor, VIEW).select_related("method", "customer")
    taken = Coalesce(Sum("refunds__amount", filter=~Q(refunds__state__in=[*OVER, "draft"])), NOTHING)
    return rows.annotate(left=F("amount") - taken).order_by("-captured_on", "-pk")


def reports(actor: User) -> QuerySet[StatusReport]:
    rows = StatusReport.objects.all() if actor.may(VIEW) else StatusReport.objects.none()
    return rows.select_related("created_by").order_by("-created_at", "-pk")


def with_free(rows: QuerySet[OpenItem], but: RefundRequest | None = None) -> "QuerySet[FreeItem]":
    """Items with `reserved`, what refunds under way hold of them (`but` this one), and `free`, what is left."""
    held = Q(refund_lines__refund__state__in=RESERVING) & ~Q(refund_lines__refund=but.pk if but else None)
    reserved = Coalesce(Sum("refund_lines__amount", filter=held), NOTHING)
    return rows.annotate(reserved=reserved, free=F("open_amount") - F("reserved"))


def credits_of(account: FinancialAccount) -> "QuerySet[FreeItem]":
    """The open credits of an account, the oldest first."""
    rows = OpenItem.objects.filter(account=account, side=Side.CREDIT, open_amount__gt=0, control_account__in=REFUNDABLE)
    return with_free(rows).order_by("posting_date", "pk")


def ready_to_pay(actor: User, entity_id: int, currency: str) -> QuerySet[RefundRequest]:
    """Released refunds to bank accounts that are in no file yet, the oldest first."""
    rows = refunds(actor).filter(state="released", payment__file=None, bank_account__isnull=False)
    return rows.filter(entity=entity_id, currency=currency).order_by("released_at", "pk")


def overdue_in_group(customer: Customer, on: date) -> QuerySet[OpenItem]:
    """What anybody of the customer's group owes and is overdue, the oldest first, whoever may see it."""
    rows = OpenItem.objects.filter(customer__in=group_depths(customer.pk, on), side=Side.DEBIT, control_account=ControlAccount.RECEIVABLE)
    rows = rows.filter(open_amount__gt=0, due_date__lt=on).select_related("customer", "account", "entry", "entity")
    return rows.order_by("due_date", "pk")


def to_set_off(refund: RefundRequest, on: date) -> list[OpenItem]:
    """Those of them the refund's credits may settle: same entity and currency, the customer's own, its payer's, parent's or sister's."""
    rows = overdue_in_group(refund.customer, on).filter(entity=refund.entity_id, currency=refund.currency)
    credit = OpenItem(customer_id=refund.customer_id)
    return [item for item in rows if item.customer_id == refund.customer_id or may_settle(item, credit, on)]


def lines_of(refund: RefundRequest) -> QuerySet[RefundLine]:
    return refund.lines.select_related("item__entry").order_by("item__posting_date", "item_id")


def twin_of(refund: RefundRequest, now: datetime) -> RefundRequest | None:
    """Another refund of the same amount to the same customer within the window."""
    rows = RefundRequest.objects.filter(customer=refund.customer_id, currency=refund.currency, amount=refund.amount)
    rows = rows.filter(submitted_at__gte=now - TWICE_WITHIN).exclude(state__in=OVER).exclude(pk=refund.pk)
    return rows.order_by("pk").first()


def facts_of(refund: RefundRequest, now: datetime) -> Facts:
    """What the controls look at, as it is now."""
    lines = list(lines_of(refund))
    free = dict(with_free(OpenItem.objects.filter(pk__in=[line.item_id for line in lines]), refund).values_list("pk", "free"))
    bank, twin = refund.bank_account, twin_of(refund, now)
    against = gates.reasons_against("refund", refund.customer, screened_since=now - SCREENED_WITHIN)
    return Facts(
        currency=refund.currency,
        amount=refund.amount,
        lines=[Taken(line.item.reference, line.amount, free[line.item_id]) for line in lines],
        bank_state=bank.state if bank else "",
        changed_on=bank.created_at.date() if bank else None,
        captured=left_on(refund.capture, refund) if refund.capture else None,
        against=[str(reason) for reason in against],
        overdue=overdue_in_group(refund.customer, local_today(refund.entity)).count(),
        set_off_reason=refund.set_off_reason,
        twin=twin.number if twin else "",
    )


def left_on(capture: CardCapture, but: RefundRequest) -> Decimal:
    """What of a card payment can still go back, this refund not counted."""
    others = capture.refunds.exclude(state__in=[*OVER, "draft"]).exclude(pk=but.pk)
    taken: Decimal = others.aggregate(sum=Coalesce(Sum("amount"), NOTHING))["sum"]
    return Decimal(capture.amount) - taken


def approvals_of(refund: Model) -> QuerySet[ApprovalRequest]:
    rows = ApprovalRequest.objects.filter(subject_type=refund._meta.label_lower, subject_id=refund.pk)
    return rows.prefetch_related("steps__approver", "steps__delegate_of").order_by("pk")


def hands_on(refund: RefundRequest) -> set[int]:
    """Whoever may not approve it: who made or submitted it, and who recorded or allocated the cash it pays back."""
    items = list(refund.lines.values_list("item_id", flat=True))
    people = {refund.created_by_id, refund.submitted_by_id}
    people |= set(JournalEntry.objects.filter(items__in=items, kind="receipt").values_list("recorded_by", flat=True))
    people |= set(Allocation.objects.filter(credit_item__in=items).values_list("recorded_by", flat=True))
    return {person for person in people if person}


def deciders_of(refund: RefundRequest) -> set[int]:
    """Whoever agreed to it, in person or by lending the role."""
    steps = approvals_of(refund).filter(state="approved").values_list("steps__approver", "steps__delegate_of")
    return {person for pair in steps for person in pair if person}
