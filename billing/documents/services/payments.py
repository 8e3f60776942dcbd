"""Imported payments and write-offs: each an entry of its own, allocated to its invoice on its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents.queries import imported_accounts, imported_items
from o2c.billing.documents.readers import PaymentRow
from o2c.billing.documents.services.invoices import open_months
from o2c.billing.documents.services.outcome import Outcome
from o2c.billing.ledger.choices import ControlAccount, EntryKind, Method
from o2c.billing.ledger.models import JournalEntry, OpenItem
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import Pair, allocate_many, post_many
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding
from o2c.core.verbs import verb


@dataclass(slots=True)
class Ledger:
    """What the rows of a chunk meet: the items of their documents, what is left of each, accounts for payments without a number."""

    entity: LegalEntity
    items: Mapping[str, OpenItem]
    accounts: Mapping[tuple[str, str], FinancialAccount]
    left: dict[str, Decimal] = field(init=False)

    def __post_init__(self) -> None:
        self.left = {number: item.open_amount for number, item in self.items.items()}


@verb("billing.import_payments")
def import_payments(entity_id: int, rows: Sequence[PaymentRow], rates: Mapping[int, Decimal], *, actor: User) -> Outcome:
    """Record payments and write-offs and allocate each to its invoice; what is there already stays as it is.

    What exceeds the invoice, and a payment without invoice number, stays unapplied on the account.
    """
    entity = LegalEntity.objects.get(pk=entity_id)
    keys = JournalEntry.objects.filter(entity=entity, source_key__in=[_key(row) for row in rows]).values_list("source_key", flat=True)
    known = set(keys)
    new = [row for row in rows if _key(row) not in known]
    outcome = Outcome(known=len(rows) - len(new))
    ledger = _ledger(entity, new)
    refused = {row.row: finding for row in new if (finding := _refused(row, ledger))}
    outcome.findings += refused.values()
    usable = [row for row in new if row.row not in refused]
    if usable:
        open_months(entity, [row.paid_on for row in usable], actor)
        _write(usable, ledger, rates, actor)
        record("payments.imported", entity, actor=actor, payments=len(usable), first_row=usable[0].row, last_row=usable[-1].row)
        outcome.added = len(usable)
    return outcome


def _key(row: PaymentRow) -> str:
    return f"import:payment:{row.key}"


def _ledger(entity: LegalEntity, rows: Sequence[PaymentRow]) -> Ledger:
    accounts: dict[tuple[str, str], FinancialAccount] = {}
    for (customer, currency, _terms), account in imported_accounts(entity, {row.customer for row in rows if not row.number}).items():
        accounts.setdefault((customer, currency), account)
    return Ledger(entity, imported_items(entity, {row.number for row in rows if row.number}), accounts)


def _refused(row: PaymentRow, ledger: Ledger) -> Finding | None:
    """Why a row stays out; a usable one takes its part of what is left."""
    try:
        _check(row, ledger)
    except BusinessError as error:
        return Finding.of(row.row, error, row.number or row.customer)
    return None


def _check(row: PaymentRow, ledger: Ledger) -> None:
    if not row.number:
        if (row.customer, row.currency) not in ledger.accounts or row.amount < 0:
            raise BusinessError("receivable_payment_unknown_account", field="customer_id")
        return
    if (item := ledger.items.get(row.number)) is None:
        raise BusinessError("receivable_payment_unknown_document", field="invoice_number")
    if item.currency != row.currency:
        raise BusinessError("receivable_payment_currency", field="currency", currency=item.currency)
    if item.customer.number != row.customer:
        raise BusinessError("receivable_payment_customer", field="customer_id", customer=item.customer.number)
    if (row.amount > 0) != (item.side == "debit"):
        raise BusinessError("receivable_payment_side", field="amount")
    left = ledger.left[row.number]
    if abs(row.amount) > left and (row.kind == "write_off" or row.amount < 0):
        raise BusinessError("receivable_payment_above_open", field="amount", open=left)
    ledger.left[row.number] = max(left - abs(row.amount), Decimal(0))


def _write(rows: Sequence[PaymentRow], ledger: Ledger, rates: Mapping[int, Decimal], actor: User) -> None:
    bookings = post_many([_posting(row, ledger, rates[row.row]) for row in rows], actor=actor)
    left = {number: item.open_amount for number, item in ledger.items.items()}
    pairs = []
    for row, booking in zip(rows, bookings, strict=True):
        amount = min(abs(row.amount), left.get(row.number, Decimal(0)))
        if amount:
            left[row.number] -= amount
            pairs.append(_pair(row, ledger.items[row.number], booking.items[0], amount))
    allocate_many(pairs, method=Method.IMPORTED, actor=actor)


def _pair(row: PaymentRow, item: OpenItem, mine: OpenItem, amount: Decimal) -> Pair:
    day = max(row.paid_on, item.posting_date)
    return Pair(item.pk, mine.pk, amount, day) if item.side == "debit" else Pair(mine.pk, item.pk, amount, day)


def _posting(row: PaymentRow, ledger: Ledger, rate: Decimal) -> Posting:
    """Cash sits on the unapplied account until it is allocated; write-offs and refunds are posted against receivables."""
    kind, own, other = {
        ("bank", True): (EntryKind.RECEIPT, ControlAccount.UNAPPLIED, ControlAccount.BANK),
        ("bank", False): (EntryKind.REFUND, ControlAccount.RECEIVABLE, ControlAccount.BANK),
        ("write_off", True): (EntryKind.WRITE_OFF, ControlAccount.RECEIVABLE, ControlAccount.WRITE_OFF),
    }[row.kind, row.amount > 0]
    account_id, customer_id = _account(row, ledger)
    return Posting(
        kind=kind, reference=row.number or row.customer, entity_id=ledger.entity.pk, currency=row.currency, document_date=row.paid_on,
        posting_date=row.paid_on, account_id=account_id, customer_id=customer_id, rate=rate,
        items=[Item(-row.amount, row.paid_on, own)], lines=[Line(other, row.amount)], source_key=_key(row),
    )  # fmt: skip


def _account(row: PaymentRow, ledger: Ledger) -> tuple[int, int]:
    if row.number:
        item = ledger.items[row.number]
        return item.account_id, item.customer_id
    account = ledger.accounts[row.customer, row.currency]
    return account.pk, account.customer_id
