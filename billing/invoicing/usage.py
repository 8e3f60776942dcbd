"""How much of a purchase order is billed and held: asked of lines and items, never written on the order."""

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Sum, When

from o2c.accounts.contracts.queries.purchase_orders import AMOUNT
from o2c.billing.documents.models import DocumentLine
from o2c.billing.invoicing.models import BillingRun, RunItem

BILLED_OF_ORDERS = """
    SELECT l.purchase_order_id, sum(CASE d.kind WHEN 'credit_note' THEN -l.net ELSE l.net END)
    FROM billing_documentline l JOIN billing_document d ON d.id = l.document_id
    WHERE l.purchase_order_id = ANY(%s) GROUP BY 1
"""


def billed_of_order() -> Subquery:
    """The net of its lines, what was credited taken off again."""
    signed = Case(When(document__kind="credit_note", then=-F("net")), default=F("net"), output_field=AMOUNT)
    lines = DocumentLine.objects.filter(purchase_order=OuterRef("pk")).order_by().values("purchase_order")
    return Subquery(lines.annotate(billed=Sum(signed)).values("billed"))


def held_of_order() -> Subquery:
    """What the latest run of its entity holds of it."""
    items = waiting().filter(purchase_order=OuterRef("pk"), result__in=["held", "excepted"]).order_by().values("purchase_order")
    return Subquery(items.annotate(held=Sum("amount")).values("held"))


def waiting() -> QuerySet[RunItem]:
    """Items of the latest run of each entity: what is held now, and what is about to be billed."""
    return RunItem.objects.filter(run__in=current_runs())


def current_runs() -> QuerySet[BillingRun]:
    """Of each entity the run that was opened last and not given up."""
    counts = ~Q(state__in=["discarded", "cancelled"])
    latest = BillingRun.objects.filter(counts, entity=OuterRef("entity")).order_by("-month", "-sequence").values("pk")[:1]
    return BillingRun.objects.filter(pk=Subquery(latest))
