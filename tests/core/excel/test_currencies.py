"""Amounts in a file can be summed by currency: beside them stands which one, row by row."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from openpyxl import load_workbook

from o2c.core.excel.exports import with_currencies
from o2c.core.excel.write import workbook
from o2c.core.money import Money
from o2c.core.pages.tables import Column


def sheet(columns: list[Column], *rows: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(workbook(with_currencies(columns), rows, {})).worksheets[1].iter_rows(values_only=True))


OPEN, PAID = Column("open", "Open", "money"), Column("paid", "Paid", "money")
BASE = Column("base", "In base currency", "money", currency="entity__base_currency")


def test_each_row_says_its_own_currency_before_its_first_amount() -> None:
    rows = [
        SimpleNamespace(name="a", open=Decimal(10), paid=Decimal(2), currency="EUR"),
        SimpleNamespace(name="b", open=Decimal(700), paid=Decimal(0), currency="JPY"),
    ]

    assert sheet([Column("name", "Name"), OPEN, PAID], *rows) == [
        ("Name", "Currency", "Open", "Paid"),
        ("a", "EUR", 10, 2),
        ("b", "JPY", 700, 0),
    ]


def test_a_list_that_shows_the_currency_shows_it_once() -> None:
    row = SimpleNamespace(currency="USD", open=Decimal(1))

    assert sheet([OPEN, Column("currency", "Currency of the account")], row) == [("Open", "Currency of the account"), (1, "USD")]


def test_amounts_in_other_currencies_have_a_column_of_their_own() -> None:
    row = SimpleNamespace(open=Decimal(10), base=Decimal(11), currency="USD", entity=SimpleNamespace(base_currency="EUR"))

    assert sheet([OPEN, BASE], row) == [("Currency", "Open", "Currency of In base currency", "In base currency"), ("USD", 10, "EUR", 11)]


def test_an_amount_that_brings_its_currency_says_it_and_a_missing_one_says_none() -> None:
    rows = [SimpleNamespace(open=Money(Decimal("5.00"), "CHF")), SimpleNamespace(open=None, currency="EUR")]

    assert sheet([OPEN], *rows) == [("Currency", "Open"), ("CHF", 5), (None, None)]
