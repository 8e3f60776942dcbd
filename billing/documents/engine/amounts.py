"""Totals of an invoice: line nets rounded to the currency's digits, tax per category and rate on the summed net. Reference 7."""

from collections.abc import Iterable
from decimal import Decimal

from o2c.billing.documents.engine.shapes import Category, Line, Tax, Totals
from o2c.core.money import round_to_currency

HUNDRED = Decimal(100)


def line_net(quantity: Decimal, price: Decimal, currency: str) -> Decimal:
    """Quantity times unit price, rounded half up to the digits of the currency."""
    return round_to_currency(quantity * price, currency)


def taxes_of(lines: Iterable[Line], currency: str, reasons: dict[Category, tuple[str, str]] | None = None) -> tuple[Tax, ...]:
    """The VAT breakdown, one row per category and rate in order of first use. `reasons`: category -> (text, VATEX code)."""
    bases: dict[tuple[Category, Decimal], Decimal] = {}
    for line in lines:
        bases[line.category, line.rate] = bases.get((line.category, line.rate), Decimal(0)) + line.net
    said = reasons or {}
    return tuple(
        Tax(category, rate, base, round_to_currency(base * rate / HUNDRED, currency), *said.get(category, ("", "")))
        for (category, rate), base in bases.items()
    )


def totals_of(lines: Iterable[Line], taxes: Iterable[Tax], paid: Decimal = Decimal(0)) -> Totals:
    """Sums only: what is rounded is rounded in the lines and in the breakdown."""
    net = sum((line.net for line in lines), Decimal(0))
    tax = sum((row.amount for row in taxes), Decimal(0))
    return Totals(net, net, tax, net + tax, paid, net + tax - paid)
