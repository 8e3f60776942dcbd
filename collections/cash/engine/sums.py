"""Which open items add up to an amount. Bounded: at most 40 candidates and six items, every sum looked at once."""

from collections.abc import Sequence
from itertools import combinations

MOST_CANDIDATES = 40
MOST_ITEMS = 6
MOST_ANSWERS = 20
Sums = dict[tuple[int, ...], int]


def sums_to(amounts: Sequence[int], target: int) -> list[tuple[int, ...]]:
    """Sets of places (two to six) whose amounts sum to `target`, fewest items first; at most 20. Amounts are positive.

    Two halves meet: the sums of pairs and triples stand in tables, so 40 candidates cost some 20,000 look-ups.
    """
    places = [place for place, amount in enumerate(amounts) if 0 < amount < target][:MOST_CANDIDATES]
    singles: Sums = {(place,): amounts[place] for place in places}
    pairs: Sums = {pair: amounts[pair[0]] + amounts[pair[1]] for pair in combinations(places, 2)}
    triples: Sums = {}
    answers: list[tuple[int, ...]] = []
    for size in range(2, MOST_ITEMS + 1):
        if size == 5:
            triples = {(*pair, place): total + amounts[place] for pair, total in pairs.items() for place in places if place > pair[1]}
        halves: dict[int, tuple[Sums, Sums]] = {
            2: (singles, singles),
            3: (pairs, singles),
            4: (pairs, pairs),
            5: (triples, pairs),
            6: (triples, triples),
        }
        left, right = halves[size]
        answers += _met(left, right, target)
        if len(answers) >= MOST_ANSWERS:
            break
    return answers[:MOST_ANSWERS]


def _met(left: Sums, right: Sums, target: int) -> list[tuple[int, ...]]:
    by_sum: dict[int, list[tuple[int, ...]]] = {}
    for group, total in right.items():
        by_sum.setdefault(total, []).append(group)
    found: dict[tuple[int, ...], None] = {}
    for group, total in left.items():
        for other in by_sum.get(target - total, ()):
            if not set(group) & set(other):
                found.setdefault(tuple(sorted((*group, *other))))
                if len(found) >= MOST_ANSWERS:
                    return list(found)
    return list(found)
