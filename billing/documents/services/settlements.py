"""The end of an import: what the file closed without saying how, and the months."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from o2c.billing.documents.queries import imported_items
from o2c.billing.documents.readers import InvoiceRow
from o2c.billing.documents.services.invoices import open_months
from o2c.billing.documents.services.outcome import Outcome
from o2c.billing.ledger.choices import ControlAccount, EntryKind, Method
from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import Pair, allocate_many, post_many
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services import close_months_after_import
from o2c.core.findings import Finding
from o2c.core.verbs import verb

if TYPE_CHECKING:
    from o2c.billing.ledger.queries.items import RatedItem


@verb("billing.import_settlements")
def import_settlements(entity_id: int, rows: Sequence[InvoiceRow], *, actor: User) -> Outcome:
    """Bring what is open to what the file says: credit notes it closed without a settlement are settled on their own date.

    For everything else the payments of the file decide; where they leave another amount open, that is a finding.
    """
    entity = LegalEntity.objects.get(pk=entity_id)
    items = imported_items(entity, [row.number for row in rows if row.open_amount is not None])
    over = {row.row: items[row.number].open_amount - (row.open_amount or 0) for row in rows if row.number in items}
    closed = [row for row in rows if row.kind == "credit_note" and over.get(row.row, 0) > 0]
    if closed:
        open_months(entity, [row.document_date for row in closed], actor)
        _settle(closed, {row.row: items[row.number] for row in closed}, over, actor)
        record("credit_notes.settled_by_import", entity, actor=actor, documents=len(closed))
    differing = [row for row in rows if over.get(row.row) and row not in closed]
    return Outcome(added=len(closed), findings=[_differs(row, items[row.number]) for row in differing])


def _differs(row: InvoiceRow, item: OpenItem) -> Finding:
    values = {"file": row.open_amount, "ledger": item.open_amount}
    return Finding(row.row, "open_amount", str(row.open_amount), "receivable_open_differs", values)


def _settle(rows: Sequence[InvoiceRow], items: "Mapping[int, RatedItem]", amounts: Mapping[int, Decimal], actor: User) -> None:
    """A debit on the clearing account for each credit note, allocated on the note's own date and marked."""
    bookings = post_many([_settlement(row, items[row.row], amounts[row.row]) for row in rows], actor=actor)
    pairs = [
        Pair(booking.items[0].pk, items[row.row].pk, amounts[row.row], row.document_date)
        for row, booking in zip(rows, bookings, strict=True)
    ]
    reason = gettext("Closed in the imported file without a settlement")
    allocate_many(pairs, method=Method.IMPORTED, reason=reason, actor=actor)


def _settlement(row: InvoiceRow, credit: "RatedItem", amount: Decimal) -> Posting:
    return Posting(
        kind=EntryKind.SETTLEMENT, reference=row.number, entity_id=credit.entity_id, currency=credit.currency,
        document_date=row.document_date, posting_date=row.document_date, account_id=credit.account_id,
        customer_id=credit.customer_id, rate=credit.rate, items=[Item(amount, row.document_date)],
        lines=[Line(ControlAccount.CLEARING, -amount)], source_key=f"import:settlement:{row.number}",
    )  # fmt: skip


@verb("billing.close_import")
def close_import(entity_id: int, *, actor: User) -> int:
    """Close the months that were opened for the import; returns how many."""
    return close_months_after_import(LegalEntity.objects.get(pk=entity_id), actor=actor)
