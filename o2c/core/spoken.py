"""Values as words in the reader's language: for sentences, tables and letters."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from o2c.core.money import Money, digits

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def reading_locale(language: str | None = None) -> Locale:
    return Locale.parse(to_locale(language or get_language() or "en"))


def spoken(value: Any, language: str | None = None) -> str:
    """Money, numbers and days as a person of that language writes them; everything else as it is."""
    match value:
        case Money():
            return f"{value.currency}{NO_BREAK}{amount(value.value, value.currency, language)}"
        case bool():
            return str(value)
        case Decimal():
            return format_decimal(value, locale=reading_locale(language), decimal_quantization=False).replace("-", MINUS)
        case datetime():
            return moment(value, language)
        case date():
            return day(value, language)
        case list() | tuple() | set():
            return ", ".join(spoken(part, language) for part in value)
        case _:
            return str(value)


def amount(value: Decimal, currency: str, language: str | None = None, *, places: int | None = None) -> str:
    """`1,234.50` or `1 234,50` with the digits of the currency, a true minus and no-break spaces."""
    places = digits(currency) if places is None else places
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text: str = format_decimal(value, format=pattern, locale=reading_locale(language))
    return text.replace("-", MINUS).replace("\N{NARROW NO-BREAK SPACE}", NO_BREAK)


def decimals(value: Decimal, places: int, language: str | None = None) -> str:
    """A number with exactly so many decimals: `46.50` or `46,50`."""
    return amount(value.quantize(Decimal(1).scaleb(-places)), "", language, places=places)


def day(value: date, language: str | None = None) -> str:
    """`31 Jan 2026`, in the reader's words."""
    return str(format_date(value, "d MMM yyyy", locale=reading_locale(language)))


def moment(value: datetime, language: str | None = None) -> str:
    """`31 Jan 2026 10:42` in the reader's time zone."""
    return str(format_datetime(timezone.localtime(value), "d MMM yyyy HH:mm", locale=reading_locale(language)))


def paired(label: Any, value: Any) -> str:
    """A name and what it stands for, with the space before the colon that a language wants: "State: open"."""
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def from_iso(text: str) -> str | date | datetime:
    """Days and moments are stored in ISO 8601; any other text is left as it is."""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
        return datetime.fromisoformat(text) if MOMENT.match(text) else text
    except ValueError:
        return text
