"""A posted document read back from its frozen rows, as the standard for electronic invoices sees it."""

from decimal import Decimal
from typing import cast

from o2c.billing.documents.engine.amounts import totals_of
from o2c.billing.documents.engine.shapes import Category, Invoice, Line, Party, Payment, Preceding, Tax
from o2c.billing.documents.models import Document, DocumentLine
from o2c.billing.documents.rules.composing import KIND_CODES
from o2c.core.dates import last_day


def invoice_of(document: Document) -> Invoice:
    """Everything an XML says. The document was issued here; its lines and taxes are read once."""
    said = document.parties or {}
    lines = tuple(_line(line) for line in document.lines.order_by("position"))
    taxes = tuple(
        Tax(cast("Category", row.category), row.rate, _plain(row.base), _plain(row.amount), row.reason, row.reason_code)
        for row in document.taxes.order_by("pk")
    )
    starts, ends = [line.starts_on for line in lines if line.starts_on], [line.ends_on for line in lines if line.ends_on]
    original = document.original
    return Invoice(
        number=document.number, issued_on=document.document_date, kind=KIND_CODES[document.kind], currency=document.currency,
        seller=Party(**said["seller"]), buyer=Party(**said["buyer"]), lines=lines, taxes=taxes, totals=totals_of(lines, taxes),
        due_on=document.due_date, buyer_reference=document.buyer_reference, contract=said["contract"], order=said["order"],
        note=document.note, starts_on=min(starts, default=None), ends_on=max(ends, default=None),
        delivered_to=said["buyer"]["country"], payment=Payment(**said["payment"]) if said["payment"] else None,
        preceding=(Preceding(original.number, original.document_date),) if original else (),
    )  # fmt: skip


def _line(line: DocumentLine) -> Line:
    return Line(
        number=str(line.position), name=line.description, quantity=line.quantity, price=line.unit_price, net=_plain(line.net),
        category=cast("Category", line.tax_category), rate=line.tax_rate, unit=line.unit, starts_on=line.service_from,
        ends_on=last_day(line.service_until), description=line.detail, advertiser=line.advertiser_name,
    )  # fmt: skip


def _plain(amount: Decimal) -> Decimal:
    """`12.50`, not `12.5000`; never an exponent."""
    short = amount.normalize()
    exponent = short.as_tuple().exponent
    return short.quantize(Decimal("0.01")) if isinstance(exponent, int) and exponent > -2 else short
