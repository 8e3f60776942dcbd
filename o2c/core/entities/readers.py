"""Rate files as rows: our own CSV, and the European Central Bank's `eurofxref` as CSV or XML. Pure.

Own columns: `day`, `currency` (or `code`), `rate`, and where they differ from the file's base: `base`, `purpose`, `source`.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from defusedxml import ElementTree

PURPOSES = {"booking", "month_end", "interest_reference"}
NOT_QUOTED = {"", "N/A"}
LARGEST, STEP = Decimal(10) ** 12, Decimal(1).scaleb(-12)


@dataclass(frozen=True, slots=True)
class RateRow:
    """One rate as the file says: units of `code` for one unit of `base`."""

    day: date
    base: str
    code: str
    value: Decimal
    purpose: str = "booking"
    source: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that cannot be used: which, its text, and the code of the reason with its values."""

    line: int
    text: str
    why: str
    values: Mapping[str, object] = field(default_factory=dict)


def read_rates(content: bytes) -> Iterator[RateRow | BadRow]:
    """Every rate of the file in its order. Raises ValueError when it is none of the known layouts."""
    text = content.decode("utf-8-sig", errors="strict")
    if text.lstrip().startswith("<"):
        yield from _ecb_xml(text)
        return
    rows = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    columns = {name.strip().lower() for name in rows.fieldnames or ()}
    if "date" in columns and "usd" in columns:
        yield from _ecb_csv(rows)
    elif {"day", "rate"} <= columns and columns & {"currency", "code"}:
        yield from _own_csv(rows)
    else:
        raise ValueError("unknown layout")


def _ecb_xml(text: str) -> Iterator[RateRow | BadRow]:
    for line, cube in enumerate(ElementTree.fromstring(text).iter("{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube")):
        if day := cube.get("time"):
            for quote in cube:
                yield _row(line, {"day": day, "code": quote.get("currency", ""), "rate": quote.get("rate", ""), "source": "ECB"})


def _ecb_csv(rows: "csv.DictReader[str]") -> Iterator[RateRow | BadRow]:
    """One line a day, one column a currency; the daily file writes days as `21 November 2026`."""
    for line, wide in enumerate(rows, start=2):
        columns = {name.strip(): (value or "").strip() for name, value in wide.items() if name}
        day = columns.pop("Date", "")
        for code, rate in columns.items():
            if code and rate not in NOT_QUOTED:
                yield _row(line, {"day": day, "code": code, "rate": rate, "source": "ECB"})


def _own_csv(rows: "csv.DictReader[str]") -> Iterator[RateRow | BadRow]:
    for line, wide in enumerate(rows, start=2):
        columns = {name.strip().lower(): (value or "").strip() for name, value in wide.items() if name and isinstance(value, str)}
        yield _row(line, {**columns, "code": columns.get("currency") or columns.get("code", "")})


def _row(line: int, columns: Mapping[str, str]) -> RateRow | BadRow:
    day, value = _day(columns.get("day", "")), _value(columns.get("rate", ""))
    base, code = (columns.get("base") or "EUR").upper(), columns["code"].upper()
    purpose = columns.get("purpose") or "booking"
    text = " ".join([columns.get("day", ""), code, columns.get("rate", "")])
    if day is None:
        return BadRow(line, text, "rate_day_unreadable")
    if value is None or (value <= 0 and purpose != "interest_reference"):
        return BadRow(line, text, "rate_value_unreadable")
    if purpose not in PURPOSES:
        return BadRow(line, text, "rate_purpose_unknown")
    if not code or len(code) > 12 or len(base) != 3 or (code == base and value != 1):
        return BadRow(line, text, "rate_currency_unreadable")
    return RateRow(day, base, code, value, purpose, columns.get("source", ""), line)


def _day(text: str) -> date | None:
    for layout in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text, layout).date()  # noqa: DTZ007 (a calendar day has no zone)
        except ValueError:
            continue
    return None


def _value(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value.quantize(STEP) if value.is_finite() and abs(value) < LARGEST else None
