"""Payments nobody has explained yet, and whether one of them may have paid an item already."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

MOST_CONSIDERED = 80
FEW = 40


@dataclass
class Waiting:
    """An earlier payment of a customer that waits for a person. `rest`: what the customer's items owed when it came."""

    on: date
    amount: int
    rest: dict[str, int]

    def may_have_paid(self, number: str) -> bool:
        """Whether the item and some others of then sum to the payment: up to four, and five where the customer owed few items."""
        if number not in self.rest or (left := self.amount - self.rest[number]) < 0:
            return False
        others = {other: amount for other, amount in self.rest.items() if other != number and amount <= left}
        return left == 0 or left in others.values() or self._in_sums(number, left, others)

    def _in_sums(self, number: str, left: int, others: dict[str, int]) -> bool:
        if self._pairs(left, {number}) or any(self._pairs(left - amount, {number, other}) for other, amount in others.items()):
            return True
        halves = sorted({left - total for total in self.pairs}.intersection(self.pairs))
        if any(self._pairs(left - total, {number, *pair}) for total in halves for pair in self.pairs[total] if number not in pair):
            return True
        return len(others) <= FEW and any(
            self._pairs(left - amount - total, {number, other, *pair})
            for other, amount in others.items()
            for total, pairs in self.pairs.items()
            if left - amount - total in self.pairs
            for pair in pairs
            if number not in pair and other not in pair
        )

    def _pairs(self, total: int, without: set[str]) -> bool:
        return total in self.pairs and any(without.isdisjoint(pair) for pair in self.pairs[total])

    @cached_property
    def pairs(self) -> dict[int, list[tuple[str, str]]]:
        """Every sum of two items with the pairs that make it."""
        sums: dict[int, list[tuple[str, str]]] = {}
        for one, other in combinations(self.rest, 2):
            total = self.rest[one] + self.rest[other]
            if total <= self.amount:
                sums.setdefault(total, []).append((one, other))
        return sums
