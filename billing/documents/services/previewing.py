"""What a draft would be, looked at before it is posted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from o2c.billing.documents.engine.shapes import Line, Tax
from o2c.billing.documents.models import DocumentDraft
from o2c.billing.documents.services.drafts import composed_from, needs_approval, new_from
from o2c.billing.documents.services.posting import check_documents
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.money import Money
from o2c.core.sentences import explain, sentence


@dataclass(frozen=True, slots=True)
class Preview:
    """Buyer, lines, taxes and totals as they would be frozen; `against` in words: everything that stands in the way."""

    against: Sequence[str]
    buyer: Sequence[str] = ()
    lines: Sequence[tuple[Line, Money]] = ()
    taxes: Sequence[tuple[Tax, Money]] = ()
    net: Money | None = None
    gross: Money | None = None
    due_on: date | None = None
    asks_approval: bool = False


def preview(draft: DocumentDraft, actor: User) -> Preview:
    """The draft as it would be posted today."""
    try:
        composed = composed_from(draft)
    except BusinessError as refusal:
        return Preview([explain(refusal)])
    invoice, currency = composed.invoice, draft.currency
    new = new_from(draft)
    found = check_documents([new], actor=actor)[new.source_key]
    place = f"{invoice.buyer.postcode} {invoice.buyer.city}".strip()
    return Preview(
        against=[sentence(finding.code, finding.values) for finding in found],
        buyer=[part for part in (invoice.buyer.name, invoice.buyer.street, place, invoice.buyer.country, invoice.buyer.tax_id) if part],
        lines=[(line, Money(line.net, currency)) for line in invoice.lines],
        taxes=[(tax, Money(tax.amount, currency)) for tax in invoice.taxes],
        net=Money(invoice.totals.net, currency),
        gross=Money(invoice.totals.gross, currency),
        due_on=composed.due_date,
        asks_approval=needs_approval(draft, Decimal(invoice.totals.gross)),
    )
