"""How figures are written in tables and on pages: what `core.spoken` says, plus bare numbers, shares and ages."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.dates import format_timedelta
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from o2c.core import spoken
from o2c.core.acting import door
from o2c.core.doors import opens
from o2c.core.spoken import MINUS, NO_BREAK

UNKNOWN = "\N{EN DASH}"


def number(value: Decimal | float | None, digits: int = 0) -> str:
    """1,234.50 or 1 234,50 with exactly `digits` decimals, a true minus, and a dash for what is not known."""
    if value is None:
        return UNKNOWN
    # Adding zero turns -0.00 into 0.00.
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    written: str = format_decimal(rounded, format=pattern, locale=spoken.reading_locale())
    return written.replace("-", MINUS).replace("\N{NARROW NO-BREAK SPACE}", NO_BREAK)


def amount(value: Decimal | None, currency: str = "") -> str:
    """An amount with the decimals of its currency, the currency in front when given."""
    if value is None:
        return UNKNOWN
    written = spoken.amount(Decimal(value) + 0, currency)
    return f"{currency}{NO_BREAK}{written}" if currency else written


def percent(fraction: Decimal | float | None, digits: int = 1) -> str:
    """0.125 -> 12.5 %."""
    return UNKNOWN if fraction is None else f"{number(Decimal(str(fraction)) * 100, digits)}{NO_BREAK}%"


def day(value: date | datetime | None) -> str:
    """31 Jan 2026 on one line; a moment is shown as its day in the reader's time zone."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return spoken.day(value).replace(" ", NO_BREAK)


def moment(value: datetime | None) -> str:
    """31 Jan 2026 14:05 in the reader's time zone."""
    return UNKNOWN if value is None else spoken.moment(value).replace(" ", NO_BREAK)


def ago(value: datetime) -> str:
    """In words: "2 hours ago". Only beside the full date."""
    return str(format_timedelta(value - timezone.now(), add_direction=True, locale=spoken.reading_locale()))


def link_to(row: Any, text: str = "") -> SafeString:
    """The page of a row, called by `text` or by its own name; the name alone where that page would refuse the reader."""
    address, reader = row.get_absolute_url(), door().reader
    if reader and not opens(reader, address):
        return format_html("{}", text or row)
    return format_html('<a href="{}">{}</a>', address, text or row)
