"""Figures in the reader's language: grouping, true minus, no-break spaces, a dash for what is not known."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from o2c.core.money import Money
from o2c.core.pages import display

NB = "\N{NO-BREAK SPACE}"


def rendered(source: str, **values: object) -> str:
    return Template("{% load o2c %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("language", "value", "currency", "written"),
    [
        ("en", "1234.5", "EUR", f"EUR{NB}1,234.50"),
        ("fr", "1234.5", "EUR", f"EUR{NB}1{NB}234,50"),
        ("en", "-1234567", "JPY", f"JPY{NB}\N{MINUS SIGN}1,234,567"),
        ("fr", "-0.5", "KWD", f"KWD{NB}\N{MINUS SIGN}0,500"),
        ("en", "-0.00", "EUR", f"EUR{NB}0.00"),
        ("en", "0", "", "0.00"),
    ],
)
def test_amounts(language: str, value: str, currency: str, written: str) -> None:
    with translation.override(language):
        assert display.amount(Decimal(value), currency) == written


@pytest.mark.parametrize(("language", "written"), [("en", f"28{NB}Feb{NB}2026"), ("fr", f"28{NB}févr.{NB}2026")])
def test_days(language: str, written: str) -> None:
    with translation.override(language):
        assert display.day(date(2026, 2, 28)) == written


def test_a_moment_is_shown_as_the_readers_day() -> None:
    with translation.override("en"):
        assert display.day(datetime(2026, 2, 28, 12, tzinfo=UTC)) == f"28{NB}Feb{NB}2026"


@pytest.mark.parametrize(("value", "digits", "written"), [(Decimal("0.125"), 2, "0.13"), (1284, 0, "1,284"), (-3, 0, "\N{MINUS SIGN}3")])
def test_numbers(value: Decimal, digits: int, written: str) -> None:
    assert display.number(value, digits) == written


def test_what_is_not_known_is_a_dash_with_a_reason() -> None:
    assert rendered("{{ x|money:'EUR' }}", x=None) == '<span class="money" title="Not known">–</span>'
    assert "–" in rendered("{{ x|day }}", x=None)
    assert (display.number(None), display.amount(None), display.percent(None)) == ("–", "–", "–")


def test_money_keeps_its_direction_and_marks_the_negative() -> None:
    assert rendered("{{ x|money }}", x=Money(Decimal("-5"), "EUR")) == (
        f'<span class="money neg"><small>EUR</small>{NB}\N{MINUS SIGN}5.00</span>'
    )


@pytest.mark.parametrize(("late", "words"), [(1, "1 day overdue"), (12, "12 days overdue")])
def test_a_due_day_says_how_late_it_is(late: int, words: str) -> None:
    today = date(2026, 2, 28)
    html = rendered("{% due d today %}", d=date.fromordinal(today.toordinal() - late), today=today)
    assert words in html
    assert "overdue" not in rendered("{% due d today %}", d=today, today=today)
