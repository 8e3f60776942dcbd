"""Receivables of another system: two CSV files, plain or gzip, as typed rows or findings. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from o2c.core.csv_rows import read
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding
from o2c.core.money import round_to_currency

INVOICE_COLUMNS = {"number", "type", "customer_id", "invoice_date", "due_date", "currency", "amount"}
PAYMENT_COLUMNS = {"invoice_number", "customer_id", "payment_date", "currency", "amount", "kind"}
AMOUNT = re.compile(r"-?\d{1,14}(\.\d{1,4})?")
DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d")
CURRENCY = re.compile(r"[A-Z]{3}")
KEY = re.compile(r"[^\x00-\x1f]{1,40}")
LONGEST_TERMS = 365

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice or credit note; amounts positive, `open_amount` None when the file does not say."""

    row: int
    kind: str
    number: str
    customer: str
    name: str
    document_date: date
    due_date: date
    currency: str
    amount: Decimal
    open_amount: Decimal | None
    disputed: bool

    @property
    def day(self) -> date:
        return self.document_date

    @property
    def terms(self) -> int:
        return (self.due_date - self.document_date).days


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """Money received (negative: paid back), or a write-off. Without a `number` it is a payment on account.

    `key` tells it from every other row of the file: equal rows are counted.
    """

    row: int
    key: str
    number: str
    customer: str
    paid_on: date
    currency: str
    amount: Decimal
    kind: str

    @property
    def day(self) -> date:
        return self.paid_on


def invoices(path: Path) -> Iterator[InvoiceRow | Finding]:
    """Every row of the invoice file; one that cannot be used, or repeats a number, as a finding. Raises as `csv_rows.read`."""
    seen: set[str] = set()
    for row in read(path, INVOICE_COLUMNS, invoice):
        if isinstance(row, InvoiceRow):
            if row.number in seen:
                yield Finding(row.row, "number", row.number, "receivable_number_twice")
                continue
            seen.add(row.number)
        yield row


def payments(path: Path) -> Iterator[PaymentRow | Finding]:
    """Every row of the payment file; one that cannot be used as a finding. Raises as `csv_rows.read`."""
    seen: Counter[str] = Counter()

    def keyed(number: int, row: Row) -> PaymentRow:
        facts = "/".join(row[name].strip() for name in ("invoice_number", "customer_id", "payment_date", "currency", "amount", "kind"))
        seen[facts] += 1
        return payment(number, row, f"{facts}/{seen[facts]}")

    return read(path, PAYMENT_COLUMNS, keyed)


def invoice(number: int, row: Row) -> InvoiceRow:
    """Raises BusinessError naming the column that is wrong."""
    amount, currency = _amount(row, "amount"), _match(row, "currency", CURRENCY)
    _fits(amount, currency)
    kind = row["type"].strip()
    if (kind, amount > 0) not in {("invoice", True), ("credit_note", False)} or not amount:
        raise BusinessError("receivable_type_amount", field="type")
    left = abs(_amount(row, "open_amount")) if row.get("open_amount", "").strip() else None
    parsed = InvoiceRow(
        row=number, kind=kind, number=_match(row, "number", KEY), customer=_match(row, "customer_id", KEY),
        name=" ".join(row.get("customer_name", "").split())[:200], document_date=_day(row, "invoice_date"), due_date=_day(row, "due_date"),
        currency=currency, amount=abs(amount), open_amount=left, disputed=row.get("disputed", "").strip().lower() in {"yes", "true", "1"},
    )  # fmt: skip
    if not 0 <= parsed.terms <= LONGEST_TERMS:
        raise BusinessError("receivable_terms", field="due_date", days=parsed.terms)
    if left is not None and left > parsed.amount:
        raise BusinessError("receivable_open_above_amount", field="open_amount")
    return parsed


def payment(number: int, row: Row, key: str) -> PaymentRow:
    """Raises BusinessError naming the column that is wrong."""
    amount, currency = _amount(row, "amount"), _match(row, "currency", CURRENCY)
    _fits(amount, currency)
    kind = row["kind"].strip()
    if kind not in {"bank", "write_off"}:
        raise BusinessError("receivable_payment_kind", field="kind")
    if not amount or (kind == "write_off" and amount < 0):
        raise BusinessError("receivable_payment_amount", field="amount")
    document = _match(row, "invoice_number", KEY) if row["invoice_number"].strip() or kind == "write_off" else ""
    return PaymentRow(
        number, key, document, _match(row, "customer_id", KEY), _day(row, "payment_date"), currency, amount, kind,
    )  # fmt: skip


def _match(row: Row, name: str, pattern: re.Pattern[str]) -> str:
    value = row[name].strip()
    if not pattern.fullmatch(value):
        raise BusinessError(f"receivable_{'currency' if pattern is CURRENCY else 'text'}", field=name)
    return value


def _amount(row: Row, name: str) -> Decimal:
    if not AMOUNT.fullmatch(value := row[name].strip()):
        raise BusinessError("receivable_amount", field=name)
    return Decimal(value)


def _fits(amount: Decimal, currency: str) -> None:
    if amount != round_to_currency(amount, currency):
        raise BusinessError("receivable_digits", field="amount", currency=currency)


def _day(row: Row, name: str) -> date:
    try:
        if DAY.fullmatch(value := row[name].strip()):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise BusinessError("receivable_day", field=name)
