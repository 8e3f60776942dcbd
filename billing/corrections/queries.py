"""Corrections as lists and pages read them, their reasons, and how often invoices are right the first time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth

from o2c.billing.corrections.models import Correction, CorrectionLine
from o2c.billing.corrections.rules import OUR_ERRORS, Billed, Corrected, first_time_right, hours_per_hop
from o2c.billing.documents.models import Document, DocumentLine
from o2c.billing.documents.queries import documents
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.fields import MoneyField

VIEW = "billing.view_corrections"
MONEY = MoneyField()


def corrections(actor: User) -> QuerySet[Correction]:
    """The corrections the actor may see, newest first; `difference`: what the customer owes more (or less), net."""
    rows = scope(Correction.objects, actor, VIEW).select_related("document", "entity", "customer", "credit_note", "rebill", "created_by")
    return rows.annotate(difference=F("rebilled") - F("credited")).order_by("-pk")


def correctable(actor: User) -> QuerySet[Document]:
    """Documents a correction may start from: what we billed, of which something is left."""
    return documents(actor).filter(kind__in=["invoice", "debit_note"])


def credited_of(line: str = "pk", *, before: int | None = None, column: str = "net") -> Any:
    """The net amount (or another column) that posted credit notes took of a document's line; `before`: those older than this one."""
    took = DocumentLine.objects.filter(original_line=OuterRef(line), document__kind="credit_note")
    if before:
        took = took.filter(document__lt=before)
    total = took.order_by().values("original_line").annotate(sum=Sum(column)).values("sum")
    field: Any = DocumentLine._meta.get_field(column)
    return Coalesce(Subquery(total, output_field=field.clone()), Value(Decimal(0), output_field=field.clone()))


def lines_of(correction: Correction) -> QuerySet[CorrectionLine]:
    """Its lines in order with their originals; `taken`: what earlier credit notes took of each."""
    rows = CorrectionLine.objects.filter(correction=correction).select_related("original_line", "purchase_order")
    before = correction.credit_note_id
    taken, quantity = credited_of("original_line", before=before), credited_of("original_line", before=before, column="quantity")
    return rows.annotate(taken=taken, taken_quantity=quantity).order_by("position")


def facts_of(lines: Sequence[Any]) -> list[Corrected]:
    """The lines as the rules read them."""
    return [
        Corrected(
            line.position, _billed(line.original_line, line) if line.original_line else None,
            line.credit_quantity, line.credit_price, line.rebill_quantity, line.rebill_price,
        )
        for line in lines
    ]  # fmt: skip


def _billed(original: DocumentLine, line: Any) -> Billed:
    return Billed(original.quantity, original.unit_price, original.net, line.taken, line.taken_quantity)


def net_left(document: Document) -> Decimal:
    """What no credit note took yet of a document, net. Of an imported one only the gross amount is known, so that counts."""
    column = "net" if document.net is not None else "gross"
    taken = document.corrections.filter(kind="credit_note").aggregate(sum=Sum(column))["sum"] or Decimal(0)
    whole: Decimal = getattr(document, column)
    return whole - taken


@dataclass(frozen=True, slots=True)
class MonthRight:
    """The invoices of a month of issue: how many, how many were later corrected for our error, and the rate in percent."""

    month: date
    issued: int
    corrected: int

    @property
    def rate(self) -> Decimal | None:
        return first_time_right(self.issued, self.corrected)


def right_first_time(actor: User, since: date, until: date) -> list[MonthRight]:
    """Own invoices dated `[since, until)` by month of issue, without rebills. Source: reference 3, requirement O2C-07."""
    wrong = Document.objects.filter(original=OuterRef("pk"), reason_code__in=OUR_ERRORS)
    rows = documents(actor).filter(kind="invoice", origin="own", rebill_of=None, document_date__gte=since, document_date__lt=until)
    months = rows.order_by().values(month=TruncMonth("document_date"))
    counted = months.annotate(issued=Count("pk"), corrected=Count("pk", filter=Exists(wrong))).order_by("month")
    return [MonthRight(row["month"], row["issued"], row["corrected"]) for row in counted]


def reasons(actor: User, since: date, until: date) -> QuerySet[Any, Any]:
    """Posted corrections by cause, team and currency, most credited first, executed on days `[since, until)`."""
    rows = corrections(actor).filter(state="executed", executed_at__date__gte=since, executed_at__date__lt=until).order_by()
    grouped = rows.values("cause", "team", "currency")
    summed = grouped.annotate(count=Count("pk"), sum_credited=Sum("credited"), sum_rebilled=Sum("rebilled"))
    return summed.order_by("-sum_credited", "cause", "team", "currency")


def cycle(actor: User, since: date, until: date) -> dict[str, Decimal | None]:
    """The median hours of each hop of the corrections executed on days `[since, until)`."""
    rows = corrections(actor).filter(state="executed", executed_at__date__gte=since, executed_at__date__lt=until)
    times = rows.values(opened=F("created_at"), submitted=F("submitted_at"), approved=F("approved_at"), executed=F("executed_at"))
    return hours_per_hop(cast(Iterable[Mapping[str, datetime | None]], times))


def explained(actor: User, customer_id: int, since: date, until: date) -> QuerySet[Correction]:
    """What was corrected for a customer on days `[since, until)`, oldest first, for whoever asks why."""
    inside = Q(state="executed", executed_at__date__gte=since, executed_at__date__lt=until)
    return corrections(actor).filter(inside, customer=customer_id).order_by("executed_at", "pk")
