"""The statement of account: what moved, what is open, how old it is. Source: reference 4, "Statement of account"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from o2c.billing.ledger.rules.figures import BUCKETS, bucket_of

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Movement:
    """What changed the balance on a day. Debits positive, credits negative; `party` is the other side, where there is one."""

    on: date
    kind: str
    reference: str
    amount: Decimal
    party: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """An item that is open at the end; `left` of `amount`, credits negative; `party` is for whom it is paid, where that is another."""

    reference: str
    document_date: date
    due_on: date
    amount: Decimal
    left: Decimal
    party: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """The account in one currency. Opening + movements = closing = the sum of what is open, always."""

    currency: str
    opening: Decimal
    movements: Sequence[Movement]
    items: Sequence[Due]

    def __post_init__(self) -> None:
        if self.closing != sum((item.left for item in self.items), ZERO):
            raise ValueError(f"the statement in {self.currency} does not agree with its open items")

    @property
    def balances(self) -> list[Decimal]:
        """The balance after each movement."""
        return list(accumulate((movement.amount for movement in self.movements), initial=self.opening))[1:]

    @property
    def closing(self) -> Decimal:
        return sum((movement.amount for movement in self.movements), self.opening)

    def ageing(self, as_of: date) -> dict[str, Decimal]:
        """What is owed per bucket of days past due; open credits in a column of their own and in no bucket."""
        sums = {bucket.name: ZERO for bucket in BUCKETS} | {"credits": ZERO}
        for item in self.items:
            sums["credits" if item.left < 0 else bucket_of(item.due_on, as_of)] += item.left
        return sums


def days_overdue(due_on: date, as_of: date) -> int:
    """Calendar days past due, 0 while it is not."""
    return max(0, (as_of - due_on).days)
