"""Documents on the way of the money: line by line from campaigns and orders, then to their entry."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from o2c.billing.documents.models import Document, DocumentLine
from o2c.billing.documents.queries import documents
from o2c.billing.ledger.queries.items import VIEW
from o2c.core.access.models import User
from o2c.core.money import Money
from o2c.core.tracing import registry as trace
from o2c.core.tracing.registry import Node


def lines(actor: User) -> Any:
    rows = DocumentLine.objects.filter(document__in=documents(actor).order_by().values("pk"))
    return rows.select_related("document").order_by("document_id", "position")


def of_line(row: DocumentLine) -> Node:
    label = f"{row.document.number} / {row.position}"
    return Node(label, row.document.get_absolute_url(), row.service_from, Money(row.net, row.currency), row.description)


def of_document(row: Document) -> Node:
    return Node(str(row), row.get_absolute_url(), row.document_date, Money(row.signed_gross, row.currency), row.customer.legal_name)


trace.kind("billing.documentline", _("Lines of documents"), lines, of_line, permission=VIEW)
trace.kind("billing.document", _("Documents"), documents, of_document, permission=VIEW)
for order in ("campaign", "purchase_order"):
    trace.link(
        f"accounts.{order.replace('_', '')}",
        "billing.documentline",
        forward=lambda source, order=order: Q(**{order: source}),  # type: ignore[misc]
        back=lambda line, order=order: Q(pk=getattr(line, f"{order}_id")),  # type: ignore[misc]
    )
trace.link(
    "billing.documentline", "billing.document", forward=lambda line: Q(pk=line.document_id), back=lambda document: Q(document=document)
)
trace.link("billing.document", "billing.journalentry", forward=lambda document: Q(pk=document.entry_id), back=lambda entry: Q(entry=entry))
