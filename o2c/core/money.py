"""Money: an exact amount with its currency. Adding two currencies is an error; rounding happens in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

# Currencies whose minor unit is not two digits. Source: ISO 4217, list one.
MINOR_UNITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
DIGITS = {code: places for places, codes in MINOR_UNITS.items() for code in codes.split()}


def digits(currency: str) -> int:
    """Decimal places of a currency's minor unit."""
    return DIGITS.get(currency, 2)


def round_to_currency(value: Decimal, currency: str) -> Decimal:
    """The only rounding of amounts: half up (away from zero), to the digits of the currency."""
    return value.quantize(Decimal(1).scaleb(-digits(currency)), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency, in that currency's major unit.

    Raises ValueError when two currencies meet.
    """

    value: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.value + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.value - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.value, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.value < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.value <= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        return f"{self.currency} {self.value:,.{digits(self.currency)}f}"

    def times(self, factor: Decimal) -> "Money":
        return Money(round_to_currency(self.value * factor, self.currency), self.currency)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return other.value


def split(total: Money, weights: Sequence[Decimal]) -> list[Money]:
    """The total in shares proportional to the weights; the parts sum to the total exactly.

    Each share is cut to the currency's digits, then the left-over units go to the largest remainders (ties: first).
    Raises ValueError when no weight is positive or one is negative.
    """
    if not weights or min(weights) < 0 or not sum(weights):
        raise ValueError("weights must be zero or more, one of them positive")
    unit = Decimal(1).scaleb(-digits(total.currency))
    exact = [total.value * weight / sum(weights) for weight in weights]
    shares = [share.quantize(unit, rounding=ROUND_DOWN) for share in exact]
    step = unit if total.value >= 0 else -unit
    missing = int((total.value - sum(shares)) / step)
    for index in sorted(range(len(shares)), key=lambda i: -abs(exact[i] - shares[i]))[:missing]:
        shares[index] += step
    return [Money(share, total.currency) for share in shares]
