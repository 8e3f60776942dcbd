"""Spend as a CSV file, plain or gzip: typed rows or findings. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from o2c.core.csv_rows import read
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding
from o2c.core.money import round_to_currency

COLUMNS = {"ext_id", "campaign", "service_date", "units", "amount", "currency"}
NUMBER = re.compile(r"\d{1,15}(\.\d{1,4})?")
DAY = re.compile(r"20\d\d-\d\d-\d\d")
CURRENCY = re.compile(r"[A-Z]{3}")
KEY = re.compile(r"[^\x00-\x1f]{1,80}")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class SpendRow:
    """One record; `corrects` is the external id it replaces within the same source, or empty."""

    row: int
    ext_id: str
    campaign: str
    service_date: date
    units: Decimal
    amount: Decimal
    currency: str
    third_party_units: Decimal | None
    corrects: str


def spend(path: Path) -> Iterator[SpendRow | Finding]:
    """Every row of the file; one that cannot be used as a finding. Raises as `csv_rows.read`."""
    return read(path, COLUMNS, spend_row)


def spend_row(number: int, row: Row) -> SpendRow:
    """Raises BusinessError naming the column that is wrong."""
    amount, currency = Decimal(_match(row, "amount", NUMBER, "spend_number")), _match(row, "currency", CURRENCY, "spend_currency")
    if amount != round_to_currency(amount, currency):
        raise BusinessError("spend_digits", field="amount", currency=currency)
    third = row.get("third_party_units", "").strip()
    return SpendRow(
        row=number, ext_id=_match(row, "ext_id", KEY, "spend_text"), campaign=_match(row, "campaign", KEY, "spend_text"),
        service_date=_day(row), units=Decimal(_match(row, "units", NUMBER, "spend_number")), amount=amount, currency=currency,
        third_party_units=Decimal(_match(row, "third_party_units", NUMBER, "spend_number")) if third else None,
        corrects=_match(row, "corrects", KEY, "spend_text") if row.get("corrects", "").strip() else "",
    )  # fmt: skip


def _match(row: Row, name: str, pattern: re.Pattern[str], code: str) -> str:
    value = row[name].strip()
    if not pattern.fullmatch(value):
        raise BusinessError(code, field=name)
    return value


def _day(row: Row) -> date:
    try:
        return date.fromisoformat(_match(row, "service_date", DAY, "spend_day"))
    except ValueError as error:
        raise BusinessError("spend_day", field="service_date") from error
