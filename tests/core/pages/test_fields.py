"""What people type: days in short forms, amounts as their language writes them."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from o2c.core.pages.fields import AmountField, DateField, LastDayField, typed_amount, typed_day
from o2c.core.spoken import amount

TODAY = date(2026, 2, 14)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12", date(2026, 12, 31)),
        ("31.12.27", date(2027, 12, 31)),
        ("1-2-2026", date(2026, 2, 1)),
        ("2026-03-01", date(2026, 3, 1)),
        ("+30", date(2026, 3, 16)),
        ("-14", date(2026, 1, 31)),
        ("eom", date(2026, 2, 28)),
        ("EOM ", date(2026, 2, 28)),
        ("t", TODAY),
        ("30/2", None),
        ("31/12/9999", None),
        ("0026-01-31", None),
        ("13/13", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_typed_day(text: str, day: date | None) -> None:
    assert typed_day(text, TODAY) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert typed_day(text, TODAY) is None or isinstance(typed_day(text, TODAY), date)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.56", "1234.56"), ("1234.5", "1234.5"), ("\N{MINUS SIGN}5", "-5"), ("1 000", "1000"), (".5", "0.5")],
)
def test_a_typed_amount_in_english(text: str, value: str) -> None:
    assert typed_amount(text, ",", ".") == Decimal(value)


@pytest.mark.parametrize("text", ["1,23", "12,34,567", "1.234,56", "1e5", "NaN", "Infinity", "abc", "", "1.2.3", "--5"])
def test_what_is_no_amount_in_english(text: str) -> None:
    assert typed_amount(text, ",", ".") is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(["en", "fr"]))
def test_what_we_write_we_can_read(value: Decimal, language: str) -> None:
    with translation.override(language):
        assert AmountField(currency="EUR").to_python(amount(value, "EUR")) == value


@pytest.mark.parametrize(("text", "code"), [("1.234", "too_precise"), ("0", "too_small"), ("-1", "too_small"), ("x", "invalid")])
def test_an_amount_that_is_refused(text: str, code: str) -> None:
    with pytest.raises(forms.ValidationError) as refused:
        AmountField(currency="EUR").clean(text)
    assert refused.value.code == code


def test_yen_have_no_decimals() -> None:
    with pytest.raises(forms.ValidationError, match="At most 0 decimals in JPY"):
        AmountField(currency="JPY").clean("10.5")


def test_people_say_the_last_day_where_a_range_ends_before_the_next() -> None:
    field = LastDayField(required=False)
    assert field.clean("31/12/2026") == date(2027, 1, 1)
    assert field.prepare_value(date(2027, 1, 1)) == "31/12/2026"
    assert not field.has_changed(date(2027, 1, 1), "31/12/2026")
    assert field.has_changed(date(2027, 1, 1), "01/01/2027")
    assert (field.clean(""), field.prepare_value(None), field.prepare_value("so typed")) == (None, None, "so typed")


def test_a_wrong_day_is_told_what_would_be_right() -> None:
    with pytest.raises(forms.ValidationError, match="31/12/2026"):
        DateField().clean("someday")
