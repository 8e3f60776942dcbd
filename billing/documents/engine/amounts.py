"""Totals of an invoice: line nets rounded to the currency's digits, tax per category and rate on the summed net. Reference 7."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from o2c.billing.documents.engine.shapes import Category, Line, Tax, Totals
from o2c.core.money import round_to_currency

HUNDRED = Decimal(100)
NONE = (Decimal(0), Decimal(0))
TaxedBefore = Mapping[tuple[Category, Decimal], tuple[Decimal, Decimal]]


def line_net(quantity: Decimal, price: Decimal, currency: str) -> Decimal:
    """Quantity times unit price, rounded half up to the digits of the currency."""
    return round_to_currency(quantity * price, currency)


def part_net(quantity: Decimal, price: Decimal, currency: str, *, quantity_before: Decimal, net_before: Decimal) -> Decimal:
    """Net of a further part of a line whose earlier parts came to `net_before`: rounded so that all parts add up to the line.

    Where the earlier parts were not at this price, the part stands for itself.
    """
    if line_net(quantity_before, price, currency) != net_before:
        return line_net(quantity, price, currency)
    return line_net(quantity_before + quantity, price, currency) - net_before


def taxes_of(
    lines: Iterable[Line], currency: str, reasons: dict[Category, tuple[str, str]] | None = None, before: TaxedBefore | None = None
) -> tuple[Tax, ...]:
    """The VAT breakdown, one row per category and rate in order of first use. `reasons`: category -> (text, VATEX code).

    `before`: net and tax of earlier credits of the same document, so that the tax of all its parts adds up to its own.
    """
    bases: dict[tuple[Category, Decimal], Decimal] = {}
    for line in lines:
        bases[line.category, line.rate] = bases.get((line.category, line.rate), Decimal(0)) + line.net
    said = reasons or {}
    return tuple(
        Tax(
            category, rate, base, _part_tax(base, rate, currency, (before or {}).get((category, rate), NONE)), *said.get(category, ("", ""))
        )
        for (category, rate), base in bases.items()
    )


def _part_tax(base: Decimal, rate: Decimal, currency: str, before: tuple[Decimal, Decimal]) -> Decimal:
    if round_to_currency(before[0] * rate / HUNDRED, currency) != before[1]:
        return round_to_currency(base * rate / HUNDRED, currency)
    return round_to_currency((before[0] + base) * rate / HUNDRED, currency) - before[1]


def totals_of(lines: Iterable[Line], taxes: Iterable[Tax], paid: Decimal = Decimal(0)) -> Totals:
    """Sums only: what is rounded is rounded in the lines and in the breakdown."""
    net = sum((line.net for line in lines), Decimal(0))
    tax = sum((row.amount for row in taxes), Decimal(0))
    return Totals(net, net, tax, net + tax, paid, net + tax - paid)
