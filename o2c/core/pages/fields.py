"""Inputs people type: days in short forms, amounts as their language writes them."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from o2c.core import spoken
from o2c.core.clock import local_today
from o2c.core.dates import end_of_month, last_day
from o2c.core.money import digits

DAY_FIRST = re.compile(r"(\d{1,2})[./ -](\d{1,2})(?:[./ -](\d{4}|\d{2}))?")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
YEARS = range(1000, 3000)  # a slip of the finger beyond them would leave the calendar as soon as somebody adds a month
RELATIVE = re.compile(r"([+-])\s*(\d{1,4})")


def typed_day(text: str, today: date) -> date | None:
    """The day a person means: 2026-01-31, 31/1, 31.1.26, +30, -7, today, eom (end of month); None when it is none.

    Without a year it is this year's.
    """
    text = text.strip().lower()
    if text in {"t", "today"}:
        return today
    if text == "eom":
        return end_of_month(today)
    if found := RELATIVE.fullmatch(text):
        return today + timedelta(days=int(found[1] + found[2]))
    if found := YEAR_FIRST.fullmatch(text):
        return _calendar_day(int(found[1]), int(found[2]), int(found[3]))
    if found := DAY_FIRST.fullmatch(text):
        year = int(found[3]) if found[3] else today.year
        return _calendar_day(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
    return None


def _calendar_day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number) if year in YEARS else None
    except ValueError:
        return None


def typed_amount(text: str, group: str, decimal: str) -> Decimal | None:
    """The amount in a text written with these separators; spaces always group. None when it is none."""
    plain = re.sub(r"[\s'’]", "", text).replace("\N{MINUS SIGN}", "-")
    whole, point, fraction = plain.partition(decimal)
    if group in whole and not re.fullmatch(rf"-?\d{{1,3}}({re.escape(group)}\d{{3}})+", whole):
        return None
    try:
        value = Decimal(whole.replace(group, "") + (f".{fraction}" if point else ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() and "e" not in plain.lower() else None


class DateInput(forms.TextInput):
    template_name = "components/widgets/date.html"


class DateField(forms.Field):
    """A day, typed (31/12, +30, eom) or picked."""

    widget = DateInput
    default_error_messages = {"invalid": _("Write a day such as 31/12/2026, 31/12, +30 (days from today) or eom (end of month).")}

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        day = typed_day(str(value), local_today())
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


class LastDayField(DateField):
    """The last day of a range, as people say it; the verb gets the day after, where the half-open range ends."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        return day + timedelta(days=1) if day and not isinstance(value, date) else day

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(self.said(value))

    def said(self, value: Any) -> Any:
        """The end of a range as it is said."""
        return last_day(value) if isinstance(value, date) else value


class AmountInput(forms.TextInput):
    template_name = "components/widgets/amount.html"

    def __init__(self, currency: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "money", **(attrs or {})})
        self.currency = currency

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "currency": self.currency}


class AmountField(forms.Field):
    """An amount in `currency` (shown in front), written as the reader's language does. Gives a Decimal."""

    widget = AmountInput
    default_error_messages = {
        "invalid": _("Write an amount such as %(example)s."),
        "too_precise": _("At most %(digits)s decimals in %(currency)s."),
        "too_small": _("The amount must be more than zero."),
    }

    def __init__(self, *, currency: str = "", positive: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.positive = positive
        self.set_currency(currency)

    def set_currency(self, currency: str) -> None:
        self.currency = self.widget.currency = currency

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal) or value in self.empty_values:
            return value if isinstance(value, Decimal) else None
        symbols = spoken.reading_locale().number_symbols["latn"]
        amount = typed_amount(str(value), symbols["group"].strip() or ".", symbols["decimal"])
        if amount is None:
            example = spoken.amount(Decimal("1234.56"), self.currency)
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"example": example})
        return amount

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value != round(value, digits(self.currency)):
            params = {"digits": digits(self.currency), "currency": self.currency}
            raise ValidationError(self.error_messages["too_precise"], code="too_precise", params=params)
        if self.positive and value <= 0:
            raise ValidationError(self.error_messages["too_small"], code="too_small")

    def prepare_value(self, value: Any) -> Any:
        return spoken.amount(value, self.currency) if isinstance(value, Decimal) else value
