"""The lines of an MT940 that carry money: `:61:` and the balances."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from o2c.collections.cash.readers.shapes import Direction, Log, Unreadable
from o2c.collections.cash.readers.values import clean

LINE = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4}|\s{4})?(?P<mark>R?[CD]|E[CD])(?P<funds>[A-Z])?"
    r"(?P<amount>\d[\d.,]*|,\d+)(?P<kind>[NFS][A-Z0-9 ]{3})?(?P<rest>.*)",
    re.DOTALL,
)
LINE_FUNDS = re.compile(LINE.pattern.replace("[A-Z])?", "[A-Z])?"), re.DOTALL)
BALANCE = re.compile(r"([CD])(\S{6})?([A-Z]{3})(.*)", re.DOTALL)
ORIGINAL = re.compile(r"/OCMT/([A-Z]{3})([\d.]*,?\d*)")
# A reversed credit takes money away, a reversed debit gives it back. Source: SWIFT field 61, subfield 3.
DIRECTIONS: dict[str, Direction] = {"C": "credit", "D": "debit", "RC": "debit", "RD": "credit", "EC": "credit", "ED": "debit"}


@dataclass(frozen=True, slots=True)
class Line:
    """One `:61:` with its supplement."""

    direction: Direction
    amount: Decimal
    value_on: date | None
    booked_on: date | None
    kind: str
    customer_reference: str
    bank_reference: str
    supplement: str
    is_reversal: bool
    instructed: Decimal | None = None
    instructed_currency: str = ""


def booked_line(lines: list[str], position: int, fallback: date | None, log: Log) -> Line:
    """Raises Unreadable "entry_unreadable" with the entry's number and its text."""
    match = LINE.fullmatch(lines[0].strip())
    amount = swift_amount(match["amount"]) if match else None
    if match is None or amount is None:
        raise Unreadable("entry_unreadable", entry=position, value=clean(lines[0], 60))
    value_on = _value_day(match["value"], position, fallback, log)
    customer, _, bank = match["rest"].partition("//")
    supplement = clean(" ".join(lines[1:]), 500)
    original = ORIGINAL.search(" ".join(lines))
    return Line(
        direction=DIRECTIONS[match["mark"]],
        amount=amount,
        value_on=value_on,
        booked_on=_entry_day(match["entry"] or "", value_on),
        kind=(match["kind"] or "").strip(),
        customer_reference=_reference(customer),
        bank_reference=_reference(bank),
        supplement=supplement,
        is_reversal=match["mark"].startswith("R"),
        instructed=swift_amount(original[2]) if original else None,
        instructed_currency=original[1] if original else "",
    )


def balance(text: str, currency: str) -> tuple[Decimal | None, date | None, str]:
    """Signed amount, day and currency of `:60:` and `:62:`; None where the bank wrote nothing readable."""
    if not (match := BALANCE.match(text.strip())):
        return None, None, currency
    amount = swift_amount(match[4])
    try:
        day = swift_date(match[2] or "")
    except ValueError:
        day = None
    return (-amount if amount is not None and match[1] == "D" else amount), day, match[3]


def swift_amount(text: str) -> Decimal | None:
    """Comma decimals, as SWIFT wants, or a point, as some banks write; blanks inside are dropped."""
    text = re.sub(r"\s", "", text)
    text = text.replace(".", "").replace(",", ".") if "," in text else text
    if not re.fullmatch(r"\d+\.?\d*|\.\d+", text):
        return None
    return Decimal(text if not text.endswith(".") else text[:-1])


def swift_date(text: str) -> date | None:
    """yymmdd. The German interest calendar has a 30 February: the last day of the month is meant. Raises ValueError."""
    if not re.fullmatch(r"\d{6}", text):
        return None
    year, month, day = 2000 + int(text[:2]), int(text[2:4]), int(text[4:])
    if year >= 2080:
        year -= 100
    if month == 2 and 28 < day <= 30:
        day = min(day, monthrange(year, month)[1])
    return date(year, month, day)


def _value_day(text: str, position: int, fallback: date | None, log: Log) -> date | None:
    try:
        day = swift_date(text)
    except ValueError:
        log.warn("value_date_unreadable", entry=position, value=text)
        return fallback
    if text[2:] == "0230":
        log.note("february_30", entry=position, taken=day)
    return day


def _entry_day(text: str, value_on: date | None) -> date | None:
    """mmdd in the year that puts it nearest to the value date."""
    if not text.strip() or value_on is None:
        return value_on
    candidates = []
    for year in (value_on.year - 1, value_on.year, value_on.year + 1):
        month, day = int(text[:2]), int(text[2:])
        if 1 <= month <= 12 and 1 <= day <= 31:
            candidates.append(date(year, month, min(day, monthrange(year, month)[1])))
    return min(candidates, key=lambda candidate: abs(candidate - value_on), default=value_on)


def _reference(text: str) -> str:
    text = clean(text, 140)
    return "" if text.upper() in {"NONREF", "NOREF", ""} or not text.strip("0 ") else text
