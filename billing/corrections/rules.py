"""What a correction may do and what it comes to. Source: reference 7; requirements CAA-16, O2C-07, O2C-13 to 15."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from o2c.billing.documents.engine.amounts import part_net
from o2c.core.errors import BusinessError
from o2c.core.money import Money, round_to_currency

CORRECTION_MOVES: Mapping[str, Set[str]] = {
    "draft": {"submitted", "withdrawn"},
    "submitted": {"approved", "rejected"},
    "approved": {"executed", "withdrawn"},
}
LIVE = ("draft", "submitted", "approved")

EIGHTH = Decimal("0.00000001")
CREDIT, REBILL, DEBIT = "credit", "rebill", "debit"

# What was our own error counts against first-time-right; the others are the customer's wish or nobody's fault.
OUR_ERRORS = frozenset(
    {
        "wrong_price", "wrong_condition", "wrong_quantity", "wrong_period", "wrong_tax", "wrong_tax_id", "wrong_entity",
        "wrong_address", "wrong_order", "duplicate", "not_delivered",
    }
)  # fmt: skip
# Here the invoice itself is wrong in law: a copy with a letter does not do, and a credit alone leaves the delivery unbilled.
MUST_REBILL = frozenset({"wrong_tax_id", "wrong_entity", "wrong_tax"})
# Nothing in law asks for a new invoice: a copy with a covering letter may do.
COPY_MAY_DO = frozenset({"wrong_order", "wrong_address"})


@dataclass(frozen=True, slots=True)
class Billed:
    """A line of the original with what earlier credit notes took of it."""

    quantity: Decimal
    unit_price: Decimal
    net: Decimal
    credited: Decimal
    credited_quantity: Decimal = Decimal(0)

    @property
    def left(self) -> Decimal:
        return self.net - self.credited


@dataclass(frozen=True, slots=True)
class Corrected:
    """A line of the correction: what is credited of `billed` (None: a line the original does not have) and what is billed anew."""

    position: int
    billed: Billed | None
    credit_quantity: Decimal
    credit_price: Decimal
    rebill_quantity: Decimal
    rebill_price: Decimal


@dataclass(frozen=True, slots=True)
class Effect:
    """What a correction comes to, net of tax: the customer owes `difference` more (or, negative, less)."""

    credited: Decimal
    rebilled: Decimal

    @property
    def difference(self) -> Decimal:
        return self.rebilled - self.credited


def amount(quantity: Decimal, price: Decimal, currency: str) -> Decimal:
    """Quantity times price, rounded to the currency."""
    return round_to_currency(quantity * price, currency)


def credit(line: "Corrected", currency: str) -> Decimal:
    """What is credited of a line: with the parts credited before it adds up to the line, as the credit note will."""
    if line.billed is None:
        return amount(line.credit_quantity, line.credit_price, currency)
    before, taken = line.billed.credited_quantity, line.billed.credited
    return part_net(line.credit_quantity, line.credit_price, currency, quantity_before=before, net_before=taken)


def quantity_at(
    net: Decimal, price: Decimal, currency: str, *, quantity_before: Decimal = Decimal(0), net_before: Decimal = Decimal(0)
) -> tuple[Decimal, Decimal]:
    """How many at this price come to the amount, after what was credited before; of a discount, or where no number does: one of the amount.

    Returns quantity, price.
    """
    quantity = (net / price).quantize(EIGHTH, ROUND_HALF_UP) if price and net > 0 else Decimal(0)
    if part_net(quantity, price, currency, quantity_before=quantity_before, net_before=net_before) == net:
        return quantity, price
    return Decimal(1).copy_sign(net), abs(net)


def discount_back(credited: Decimal, left: Decimal, discounted: Decimal, percent: Decimal, currency: str) -> Decimal:
    """What of a discount falls away with a credit: its share, all that is left of it with the last of the line, never more.

    `left`: of the line before this credit; `discounted`: of the discount.
    """
    return discounted if credited >= left else min(discounted, round_to_currency(credited * percent / 100, currency))


def effect(lines: Iterable[Corrected], currency: str) -> Effect:
    credited = rebilled = Decimal(0)
    for line in lines:
        credited += credit(line, currency)
        rebilled += amount(line.rebill_quantity, line.rebill_price, currency)
    return Effect(credited, rebilled)


def check_line(line: Corrected, kind: str, currency: str, *, has_lines: bool) -> None:
    """`has_lines`: the original's lines are known (those of an imported one are not).

    Raises BusinessError "correction_above_line", "correction_credits_no_line", "correction_only_credits", "correction_only_debits".
    """
    credited = credit(line, currency)
    rebilled = amount(line.rebill_quantity, line.rebill_price, currency)
    if credited and kind == DEBIT:
        raise BusinessError("correction_only_debits", field="credit_quantity")
    if rebilled and kind == CREDIT:
        raise BusinessError("correction_only_credits", field="rebill_quantity")
    if credited and line.billed is None and has_lines:
        raise BusinessError("correction_credits_no_line", field="credit_quantity")
    if line.billed and not within(credited, line.billed.left):
        raise BusinessError(
            "correction_above_line",
            field="credit_price",
            position=line.position,
            credited=Money(credited, currency),
            left=Money(line.billed.left, currency),
        )


def within(credited: Decimal, left: Decimal) -> bool:
    """A credit goes from nothing to what is left of its line, whichever sign that has (a discount is a negative line)."""
    return min(left, Decimal(0)) <= credited <= max(left, Decimal(0))


def check(
    lines: Sequence[Corrected], *, kind: str, cause: str, currency: str, left: Decimal, changes_head: bool, has_lines: bool = True
) -> Effect:
    """What the whole comes to; `left`: the net amount of the original that no credit note took yet.

    Raises BusinessError "correction_empty", "correction_needs_rebill", "correction_above_original", "correction_changes_nothing"
    and those of `check_line`.
    """
    if cause in MUST_REBILL and kind != REBILL:
        raise BusinessError("correction_needs_rebill", field="kind")
    for line in lines:
        check_line(line, kind, currency, has_lines=has_lines)
    comes_to = effect(lines, currency)
    if (not comes_to.credited and kind != DEBIT) or (not comes_to.rebilled and kind != CREDIT):
        raise BusinessError("correction_empty")
    if comes_to.credited > left:
        raise BusinessError("correction_above_original", credited=Money(comes_to.credited, currency), left=Money(left, currency))
    if kind == REBILL and not changes_head and all(_same(line) for line in lines):
        raise BusinessError("correction_changes_nothing")
    return comes_to


def _same(line: Corrected) -> bool:
    return (line.credit_quantity, line.credit_price) == (line.rebill_quantity, line.rebill_price)


def first_time_right(issued: int, corrected: int) -> Decimal | None:
    """1 - invoices later corrected for our error / invoices issued, in percent with one decimal; None without invoices."""
    if not issued:
        return None
    return (Decimal(100) * (issued - corrected) / issued).quantize(Decimal("0.1"))


HOPS = ("submitted", "approved", "executed")


def hours_per_hop(times: Iterable[Mapping[str, datetime | None]]) -> dict[str, Decimal | None]:
    """The median hours of each hop: opened to submitted, submitted to approved, approved to executed (requirement AR-14)."""
    spans: dict[str, list[float]] = {hop: [] for hop in HOPS}
    for row in times:
        since = row["opened"]
        for hop in HOPS:
            until = row[hop]
            if since and until:
                spans[hop].append((until - since).total_seconds() / 3600)
            since = until
    return {hop: Decimal(str(median(found))).quantize(Decimal("0.1")) if found else None for hop, found in spans.items()}


def dated(original: date, today: date) -> date:
    """Corrections carry the day they are made; never a day before their original."""
    return max(original, today)
