"""Open items, entries and allocations as lists and pages read them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Case, F, Manager, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import OuterRef
from django.db.models.functions import Coalesce

from o2c.accounts.customers.models import Customer
from o2c.billing.ledger.choices import ControlAccount, Side
from o2c.billing.ledger.models import Allocation, JournalEntry, JournalLine, OpenItem
from o2c.billing.ledger.rules.figures import span_of
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.fields import MoneyField

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Rates(TypedDict):
        rate: Decimal
        base_currency: str

    RatedItem = WithAnnotations[OpenItem, Rates]

VIEW = "billing.view_ledger"
MONEY = MoneyField()


def entries(actor: User) -> QuerySet[JournalEntry]:
    """The posted events the actor may see, newest first."""
    rows = scope(JournalEntry.objects, actor, VIEW).select_related("entity", "account", "customer", "recorded_by")
    return rows.order_by("-posting_date", "-pk")


def journal(actor: User) -> QuerySet[JournalEntry]:
    """The same with `amount`: the sum of the debit side."""
    debits = JournalLine.objects.filter(entry=OuterRef("pk")).order_by().values("entry").annotate(sum=Sum("debit"))
    return entries(actor).annotate(amount=Subquery(debits.values("sum")))


def balances(actor: User, customer: Customer, on: date) -> QuerySet[Any, Any]:
    """What a customer owes now, one row per currency: `open` less credits, `overdue` before credits."""
    late = Q(side="debit", ageing_date__lt=on)
    rows = open_items(actor).filter(customer=customer, control_account="receivable").order_by("currency").values("currency")
    return rows.annotate(open=Sum("balance"), overdue=Coalesce(Sum("open_amount", filter=late), Decimal(0)))


def open_items(actor: User) -> QuerySet[OpenItem]:
    """Items that are open now, oldest due first; `balance` is what is open, credits negative."""
    rows = _items(actor).filter(open_amount__gt=0)
    return rows.annotate(balance=_signed(F("open_amount"))).order_by("due_date", "pk")


def open_on(actor: User, as_of: date, known_at: datetime | None = None) -> QuerySet[OpenItem]:
    """Items as they were open at the end of a day, by allocations effective until then; `balance` as in `open_items`.

    `known_at` leaves out what was recorded later, so that a report can be repeated.
    """
    known, unknown = (Q(recorded_at__lte=known_at), Q(recorded_at__gt=known_at)) if known_at else (Q(), Q(pk__in=[]))
    rows = _items(actor).filter(known, posting_date__lte=as_of)
    later = Allocation.objects.filter(Q(effective_on__gt=as_of) | unknown)
    open_then = _open_before(rows, later) if later.exists() else rows.filter(open_amount__gt=0).annotate(left=F("open_amount"))
    return open_then.annotate(balance=_signed(F("left"))).order_by("due_date", "pk")


def _open_before(rows: QuerySet[OpenItem], later: QuerySet[Allocation]) -> QuerySet[OpenItem]:
    """What is open now and what `later` settled since: an item they do not touch was then as it is now, and nothing is summed."""
    touched = Q(pk__in=later.values("debit_item")) | Q(pk__in=later.values("credit_item"))
    before = F("open_amount") + _sum_of(later, "debit_item") + _sum_of(later, "credit_item")
    left = Case(When(touched, then=before), default=F("open_amount"), output_field=MONEY)
    return rows.filter(Q(open_amount__gt=0) | touched).annotate(left=left).filter(left__gt=0)


def in_bucket(rows: QuerySet[OpenItem], bucket: str, on: date) -> QuerySet[OpenItem]:
    """The debit receivables of a bucket of days past due, or of several: "overdue", "over_90"; "credits" for open credits."""
    receivable = rows.filter(control_account=ControlAccount.RECEIVABLE)
    if bucket == "credits":
        return receivable.filter(side=Side.CREDIT)
    if bucket == "unapplied":
        return rows.filter(control_account=ControlAccount.UNAPPLIED)
    first, last = span_of(bucket)
    latest = Q(ageing_date__lte=on - timedelta(days=first)) if first is not None else Q()
    earliest = Q(ageing_date__gte=on - timedelta(days=last)) if last is not None else Q()
    return receivable.filter(latest, earliest, side=Side.DEBIT)


def allocations_of(actor: User, entry: JournalEntry) -> QuerySet[Allocation]:
    """Every allocation of the entry's items, in the order they were recorded."""
    return allocations(actor).filter(Q(debit_item__entry=entry) | Q(credit_item__entry=entry) | Q(entry=entry))


def allocations(actor: User) -> QuerySet[Allocation]:
    """The allocations the actor may see, in the order they were recorded."""
    parties = ("entity", "debit_item__entry", "credit_item__entry", "recorded_by", "reversed_by")
    return scope(Allocation.objects, actor, VIEW).select_related(*parties).order_by("pk")


def with_rates(rows: "Manager[OpenItem] | QuerySet[OpenItem]") -> "QuerySet[RatedItem]":
    """Items with the `rate` of their entry and the `base_currency` of their entity."""
    return rows.annotate(rate=F("entry__rate"), base_currency=F("entity__base_currency"))


def _items(actor: User) -> QuerySet[OpenItem]:
    return scope(OpenItem.objects, actor, VIEW).select_related("entity", "account", "customer", "entry")


def _sum_of(later: QuerySet[Allocation], side: str) -> Coalesce:
    total = later.filter(**{side: OuterRef("pk")}).order_by().values(side).annotate(total=Sum("amount")).values("total")
    return Coalesce(Subquery(total), Value(Decimal(0)), output_field=MONEY)


def _signed(amount: F) -> Case:
    return Case(When(side="debit", then=amount), default=-amount, output_field=MONEY)
