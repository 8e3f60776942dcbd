"""How a figure, an amount and a day are written in the reader's language. Text only; tags and tables add the markup."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, get_currency_precision
from django.utils import timezone, translation
from django.utils.translation import gettext

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
UNKNOWN = "\N{EN DASH}"


def locale() -> Locale:
    """The reader's locale. English days are written day first (31 Jan 2026)."""
    return Locale.parse(translation.to_locale(translation.get_language() or "en"))


def number(value: Decimal | int | None, digits: int = 0) -> str:
    """1,234.50 or 1 234,50 with exactly `digits` decimals, a true minus, and a dash for what is not known."""
    if value is None:
        return UNKNOWN
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    # Adding zero turns -0.00 into 0.00.
    written = format_decimal(rounded + 0, format=pattern, locale=locale())
    return written.replace("-", MINUS).replace(" ", NO_BREAK)


def amount(value: Decimal | int | None, currency: str = "") -> str:
    """An amount with the decimals of its currency and, when given, the currency behind it."""
    digits = get_currency_precision(currency) if currency else 2
    written = number(value, digits)
    return f"{written}{NO_BREAK}{currency}" if currency and value is not None else written


def percent(fraction: Decimal | float | None, digits: int = 1) -> str:
    """0.125 -> 12.5 %."""
    return UNKNOWN if fraction is None else f"{number(Decimal(str(fraction)) * 100, digits)}{NO_BREAK}%"


def day(value: date | datetime | None) -> str:
    """31 Jan 2026; a moment is shown as its day in the reader's time zone."""
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, "d MMM y", locale=locale()).replace(" ", NO_BREAK)


def moment(value: datetime | None) -> str:
    """31 Jan 2026, 14:05 in the reader's time zone."""
    return UNKNOWN if value is None else format_datetime(timezone.localtime(value), "d MMM y, HH:mm", locale=locale())


def ago(value: datetime) -> str:
    """In words: "2 hours ago". Only beside the full date."""
    return format_timedelta(value - timezone.now(), add_direction=True, locale=locale())


def yes_no(value: bool | None) -> str:
    if value is None:
        return UNKNOWN
    return gettext("yes") if value else gettext("no")
