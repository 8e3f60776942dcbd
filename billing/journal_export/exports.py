"""The file for finance: CSV whose bytes depend on nothing but the ledger and its mapping, and the same rows as Excel."""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import fields
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.billing.journal_export.models import JournalExport
from o2c.billing.journal_export.queries import Handed, rows_of
from o2c.core.excel.write import workbook
from o2c.core.money import digits
from o2c.core.pages import Column

NAMES = [field.name for field in fields(Handed)]
AMOUNTS = {"debit", "credit"}
BASE_AMOUNTS = {"base_debit", "base_credit"}
COLUMNS = [
    Column("posting_date", gettext_lazy("Posting date"), "date", narrow=True),
    Column("document_date", gettext_lazy("Document date"), "date"),
    Column("kind", gettext_lazy("Kind"), "code"),
    Column("reference", gettext_lazy("Reference"), "code", narrow=True),
    Column("account", gettext_lazy("Account number"), "code", narrow=True),
    Column("account_name", gettext_lazy("Account name")),
    Column("control_account", gettext_lazy("Control account"), "code"),
    Column("currency", gettext_lazy("Currency"), "code"),
    Column("debit", gettext_lazy("Debit"), "money", narrow=True),
    Column("credit", gettext_lazy("Credit"), "money", narrow=True),
    Column("base_debit", gettext_lazy("Debit in base currency"), "number"),
    Column("base_credit", gettext_lazy("Credit in base currency"), "number"),
    Column("customer", gettext_lazy("Customer"), "code"),
    Column("financial_account", gettext_lazy("Account"), "code"),
    Column("entry", gettext_lazy("Entry"), "code"),
]


def lines(export: JournalExport) -> Iterator[str]:
    """The CSV, a line at a time: ISO dates, amounts with the digits of their currency, no thousands."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(NAMES)
    for handed in rows_of(export):
        writer.writerow([_written(name, getattr(handed, name), handed, export.currency) for name in NAMES])
        yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _written(name: str, value: Any, row: Handed, base: str) -> str:
    if name in AMOUNTS:
        return f"{value:.{digits(row.currency)}f}"
    if name in BASE_AMOUNTS:
        return f"{value:.{digits(base)}f}"
    return "" if value is None else str(value)


def digest(export: JournalExport) -> str:
    found = hashlib.sha256()
    for text in lines(export):
        found.update(text.encode())
    return found.hexdigest()


def excel(export: JournalExport, reader: str) -> IO[bytes]:
    about = {
        _("Journal"): str(export),
        _("Our entity"): str(export.entity),
        _("Month"): f"{export.month:%Y-%m}",
        "SHA-256": export.sha256,
        _("User"): reader,
    }
    return workbook(COLUMNS, rows_of(export), about)
