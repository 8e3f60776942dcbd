"""Imported invoices and credit notes: recorded, not decided."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents.models import Document, DocumentOrigin
from o2c.billing.documents.queries import imported, imported_accounts
from o2c.billing.documents.readers import InvoiceRow
from o2c.billing.documents.services.outcome import Outcome
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import post_many
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.copying import copy_in
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.services import open_months_for_import
from o2c.core.findings import Finding
from o2c.core.verbs import verb


@verb("billing.import_documents")
def import_documents(entity_id: int, rows: Sequence[InvoiceRow], rates: Mapping[int, Decimal], *, actor: User) -> Outcome:
    """Record invoices and credit notes with their own numbers; what is there already stays as it is.

    `rates`: row -> units of its currency per unit of base. Their months are opened where needed.
    """
    entity = LegalEntity.objects.get(pk=entity_id)
    known = imported(entity, [row.number for row in rows])
    outcome = Outcome(
        known=len(known), findings=[found for row in rows if row.number in known for found in _differing(row, known[row.number])]
    )
    new = [row for row in rows if row.number not in known]
    if new:
        accounts = _account_of(entity, new)
        open_months(entity, [row.document_date for row in new], actor)
        _write(entity, [(row, accounts[row.number], rates[row.row]) for row in new], actor)
        record("documents.imported", entity, actor=actor, documents=len(new), first=new[0].number, last=new[-1].number)
        outcome.added = len(new)
    return outcome


def _differing(row: InvoiceRow, document: Document) -> list[Finding]:
    facts = {
        "type": (row.kind, document.kind),
        "customer_id": (row.customer, document.customer.number),
        "invoice_date": (row.document_date, document.document_date),
        "due_date": (row.due_date, document.due_date),
        "currency": (row.currency, document.currency),
        "amount": (row.amount, document.gross),
    }
    wrong = [name for name, (mine, theirs) in facts.items() if mine != theirs]
    return [Finding(row.row, "number", row.number, "receivable_differs", {"columns": ", ".join(wrong)})] if wrong else []


def _account_of(entity: LegalEntity, rows: Sequence[InvoiceRow]) -> dict[str, FinancialAccount]:
    """An invoice belongs to the account of its terms; a credit note, which has none, to the customer's oldest in its currency."""
    accounts = imported_accounts(entity, {row.customer for row in rows})
    oldest: dict[tuple[str, str], FinancialAccount] = {}
    for (customer, currency, _terms), account in accounts.items():
        oldest.setdefault((customer, currency), account)
    return {
        row.number: oldest[row.customer, row.currency] if row.kind == "credit_note" else accounts[row.customer, row.currency, row.terms]
        for row in rows
    }


def open_months(entity: LegalEntity, days: Sequence[date], actor: User) -> None:
    """The months of these days, for as long as the import runs."""
    open_months_for_import(entity, min(days), max(days), actor=actor)


def _write(entity: LegalEntity, rows: Sequence[tuple[InvoiceRow, FinancialAccount, Decimal]], actor: User) -> None:
    bookings = post_many([_posting(entity, *row) for row in rows], actor=actor)
    documents = [
        Document(
            kind=row.kind, origin=DocumentOrigin.IMPORTED, number=row.number, entry=booking.entry, entity=entity, account=account,
            customer_id=account.customer_id, currency=row.currency, gross=row.amount, document_date=row.document_date,
            due_date=row.due_date, was_disputed=row.disputed,
        )
        for (row, account, _rate), booking in zip(rows, bookings, strict=True)
    ]  # fmt: skip
    copy_in(documents)


def _posting(entity: LegalEntity, row: InvoiceRow, account: FinancialAccount, rate: Decimal) -> Posting:
    signed = -row.amount if row.kind == "credit_note" else row.amount
    return Posting(
        kind=row.kind, reference=row.number, entity_id=entity.pk, currency=row.currency, document_date=row.document_date,
        posting_date=row.document_date, account_id=account.pk, customer_id=account.customer_id, rate=rate,
        items=[Item(signed, row.due_date)], lines=[Line("revenue", -signed)], source_key=f"import:document:{row.number}",
    )  # fmt: skip
