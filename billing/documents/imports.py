"""Receivables of another system in: a look at both files, then chunk by chunk through the verbs.

Imported history is recorded, not decided: no gate is asked. Killed at any point and started again, it goes on where
it stopped and ends the same: every row has a key, every chunk is one transaction.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TypeVar

from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents import readers, services
from o2c.billing.documents.models import Document
from o2c.billing.documents.readers import InvoiceRow, PaymentRow
from o2c.billing.documents.services import AccountKey, Outcome
from o2c.billing.ledger.models import Allocation, JournalEntry, JournalLine, OpenItem
from o2c.core.access.models import User
from o2c.core.acting import through
from o2c.core.copying import refresh_statistics
from o2c.core.entities.models import Rate
from o2c.core.entities.queries import conversion
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding

CHUNK = 1000
GROWING = (JournalEntry, JournalLine, OpenItem, Allocation, Document, FinancialAccount, Customer)
T = TypeVar("T")
Row = TypeVar("Row", InvoiceRow, PaymentRow)
Watch = Callable[[str, int, int], object]
Write = Callable[[Sequence[Row], Mapping[int, Decimal]], Outcome]


@dataclass(slots=True)
class Imported:
    """What became of both files: per step the rows written, those already there, and the findings."""

    entity: str
    invoices: Outcome
    payments: Outcome
    settlements: Outcome
    accounts: int
    months_closed: int


@dataclass(slots=True)
class Survey:
    """What the files hold: how many rows, which accounts under which names, from which day."""

    invoices: int = 0
    payments: int = 0
    keys: dict[AccountKey, None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    first: date = date.max

    def note(self, row: InvoiceRow) -> None:
        self.names.setdefault(row.customer, row.name)
        self.first = min(self.first, row.document_date)
        self.keys[AccountKey(row.customer, row.currency, None if row.kind == "credit_note" else row.terms)] = None


@dataclass(slots=True)
class RateBook:
    """Units of a currency for one of the base: as given for the run, else as published for the day."""

    base: str
    given: Mapping[str, Decimal]
    found: dict[tuple[str, date], Decimal] = field(default_factory=dict)
    published: dict[str, bool] = field(default_factory=dict)

    def knows(self, currency: str) -> bool:
        if currency not in self.published:
            rates = Rate.objects.filter(table__base=self.base, table__purpose="booking", code=currency)
            self.published[currency] = currency == self.base or currency in self.given or rates.exists()
        return self.published[currency]

    def rate(self, currency: str, on: date) -> Decimal:
        """Raises BusinessError "rate_missing"."""
        if currency == self.base:
            return Decimal(1)
        if currency in self.given:
            return self.given[currency]
        if (currency, on) not in self.found:
            self.found[currency, on] = conversion(self.base, currency, on, base=self.base).value
        return self.found[currency, on]


@through("import")
def import_receivables(
    invoices: Path,
    payments: Path,
    *,
    code: str,
    country: str,
    rates: Mapping[str, Decimal],
    actor: User,
    watch: Watch = lambda step, done, total: None,
) -> Imported:
    """Record both files for an entity. After each chunk `watch` is told step, rows worked through and their total.

    Raises BusinessError "csv_unreadable", "csv_columns_missing" before anything is written.
    """
    survey = survey_of(invoices, payments)
    entity = services.begin_import(code, country=country, actor=actor)
    book = RateBook(entity.base_currency, rates)
    keys = sorted((key for key in survey.keys if book.knows(key.currency)), key=lambda key: key.terms is None)
    accounts = sum(
        services.import_accounts(entity.pk, some, names=survey.names, opened_on=survey.first, actor=actor) for some in chunks(keys, CHUNK)
    )
    done = Imported(
        entity=entity.code,
        accounts=accounts,
        invoices=carried(
            readers.invoices(invoices),
            book,
            lambda rows, priced: services.import_documents(entity.pk, rows, priced, actor=actor),
            lambda count: watch("invoices", count, survey.invoices),
        ),
        payments=carried(
            readers.payments(payments),
            book,
            lambda rows, priced: services.import_payments(entity.pk, rows, priced, actor=actor),
            lambda count: watch("payments", count, survey.payments),
        ),
        settlements=Outcome(),
        months_closed=0,
    )
    for rows in chunks((row for row in readers.invoices(invoices) if isinstance(row, InvoiceRow)), CHUNK):
        done.settlements += services.import_settlements(entity.pk, rows, actor=actor)
    done.months_closed = services.close_import(entity.pk, actor=actor)
    return done


def survey_of(invoices: Path, payments: Path) -> Survey:
    """Read both files once without writing, so that a broken one is refused before the first row."""
    survey = Survey()
    for row in readers.invoices(invoices):
        survey.invoices += 1
        if isinstance(row, InvoiceRow):
            survey.note(row)
    survey.payments = sum(1 for _row in readers.payments(payments))
    return survey


def carried(found: Iterable[Row | Finding], book: RateBook, write: Write[Row], tell: Callable[[int], object]) -> Outcome:
    """Each chunk through its verb. Rows that cannot be used, or whose currency has no rate, are findings; the others go on."""
    outcome, count = Outcome(), 0
    without_rate: Counter[str] = Counter()
    for number, chunk in enumerate(chunks(found, CHUNK), start=1):
        usable: list[Row] = []
        priced: dict[int, Decimal] = {}
        for row in chunk:
            if isinstance(row, Finding):
                outcome.findings.append(row)
            elif not book.knows(row.currency):
                without_rate[row.currency] += 1
            else:
                _price(row, book, usable, priced, outcome)
        outcome += write(usable, priced)
        count += len(chunk)
        tell(count)
        if number.bit_count() == 1:  # after chunks 1, 2, 4, 8, ...
            refresh_statistics(*GROWING)
    for currency, rows in sorted(without_rate.items()):
        outcome.findings.append(Finding(0, "currency", currency, "receivable_currency_without_rate", {"currency": currency, "count": rows}))
    return outcome


def _price(row: Row, book: RateBook, usable: list[Row], priced: dict[int, Decimal], outcome: Outcome) -> None:
    try:
        priced[row.row] = book.rate(row.currency, row.day)
    except BusinessError as error:
        outcome.findings.append(Finding.of(row.row, error, row.currency))
    else:
        usable.append(row)


def chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(rows)
    while chunk := list(islice(rest, size)):
        yield chunk
