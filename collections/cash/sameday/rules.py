"""How much of what came in found its customer on the day of its clock. Pure. Source: o2c reference, key figures; requirement AR-18."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Clock = Literal["booked", "value", "arrived"]


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """To the tenth of a percent, half up; None where there is nothing to divide by. 205 of 240 is 0.854."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.001"), ROUND_HALF_UP) if whole else None


@dataclass(frozen=True, slots=True)
class Figure:
    """Receipts of one currency, of one day or more: how many and how much there were, and stood on a customer that same day."""

    currency: str
    count: int
    amount: Decimal
    in_time: int
    amount_in_time: Decimal

    @property
    def late(self) -> int:
        return self.count - self.in_time

    @property
    def by_count(self) -> Decimal | None:
        return share(self.in_time, self.count)

    @property
    def by_amount(self) -> Decimal | None:
        return share(self.amount_in_time, self.amount)
