"""How a run may move, which purchase order a line uses, and how quantity and price stand on it. Pure."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from o2c.core.money import round_to_currency

RUN_MOVES: Mapping[str, Set[str]] = {
    "draft": {"proposed", "discarded"},
    "proposed": {"draft", "approved", "discarded"},
    "approved": {"posting", "cancelled"},
    "posting": {"done"},
    "done": set(),
    "discarded": set(),
    "cancelled": set(),
}
PARTS = ["billed", "held", "excepted", "test", "unbilled"]
PRICE_STEP = Decimal("0.00000001")
THOUSAND = Decimal(1000)
# UN/ECE Recommendation 20.
PIECE, THOUSANDS = "C62", "MIL"


@dataclass(slots=True)
class Order:
    """A purchase order as a line may use it: valid on `[starts_on, ends_on)`, with what is left of amount and tolerance.

    `is_waived`: somebody lets its findings pass, so neither days nor amount bind.
    """

    pk: int
    starts_on: date
    ends_on: date | None
    room: Decimal
    is_waived: bool = False

    def covers(self, first: date, last: date) -> bool:
        return self.is_waived or (self.starts_on <= first and (self.ends_on is None or last < self.ends_on))

    def bears(self, amount: Decimal) -> bool:
        return self.is_waived or self.room >= amount


@dataclass(frozen=True, slots=True)
class Need:
    """A line that looks for a purchase order; `is_required`: it may not go out without one."""

    pk: int
    first: date
    last: date
    amount: Decimal
    is_required: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """The order a line uses. `code` says why it must wait, `over` by how much the best order is exceeded."""

    need: int
    order: int | None
    code: str = ""
    over: Decimal = Decimal(0)


def place(needs: Iterable[Need], orders: Sequence[Order]) -> list[Placed]:
    """Each line on the first order to expire that covers its days and has room for all of it; lines are never split.

    Earlier service comes first. A line that must wait takes no room away from those that fit.
    """
    by_expiry = sorted(orders, key=lambda order: (order.ends_on or date.max, order.pk))
    return [_place(need, by_expiry) for need in sorted(needs, key=lambda need: (need.first, need.pk))]


def _place(need: Need, orders: Sequence[Order]) -> Placed:
    covering = [order for order in orders if order.covers(need.first, need.last)]
    for order in covering:
        if order.bears(need.amount):
            order.room -= need.amount
            return Placed(need.pk, order.pk)
    if not need.is_required:
        return Placed(need.pk, None)
    if covering:
        best = max(covering, key=lambda order: (order.room, -order.pk))
        return Placed(need.pk, best.pk, "run_po_exhausted", need.amount - best.room)
    late = [order for order in orders if order.ends_on is not None and order.ends_on <= need.last]
    return Placed(need.pk, late[-1].pk, "run_po_expired") if late else Placed(need.pk, None, "run_po_missing")


@dataclass(frozen=True, slots=True)
class Quantity:
    """Quantity, unit and unit price of a line: their product, rounded to the currency, is its amount."""

    quantity: Decimal
    unit: str
    price: Decimal


def quantity_of(units: Decimal, amount: Decimal, currency: str, agreed: Decimal | None = None) -> Quantity:
    """The agreed price, for one unit or a thousand of them, where it explains the amount; else the price the amount gives.

    Where eight digits of a price cannot say it (or there are no units), the line is one of its amount.
    """
    if units > 0 and amount >= 0:
        counts = [(units, PIECE), (units / THOUSAND, THOUSANDS)]
        prices = [agreed] if agreed is not None else []
        for quantity, unit in counts:
            for price in prices:
                if round_to_currency(quantity * price, currency) == amount:
                    return Quantity(quantity, unit, price)
        quantity = units / THOUSAND
        price = (amount / quantity).quantize(PRICE_STEP, ROUND_HALF_UP)
        if round_to_currency(quantity * price, currency) == amount:
            return Quantity(quantity, THOUSANDS, price)
    sign = -1 if amount < 0 else 1
    return Quantity(Decimal(sign), PIECE, abs(amount))


def adds_up(figures: Mapping[str, Mapping[str, Decimal]]) -> bool:
    """Billed (or to be billed), held, stopped, test and not billed are all the spend there is, in every currency."""
    return all(sum((parts[name] for name in PARTS), Decimal(0)) == parts["all"] for parts in figures.values())
