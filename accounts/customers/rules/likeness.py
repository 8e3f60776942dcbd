"""Whether a name is already known under another spelling."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from o2c.core.names import fold

ALIKE = 85


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like the asked name the candidate is, from 0 to 100."""

    pk: int
    score: int


def alike(name: str, candidates: Iterable[tuple[int, str]]) -> list[Likeness]:
    """The candidates whose name is nearly the same, whatever the order of its words; the most alike first."""
    wanted = fold(name)
    scored = [Likeness(pk, round(fuzz.token_sort_ratio(wanted, fold(known)))) for pk, known in candidates]
    return sorted((found for found in scored if found.score >= ALIKE), key=lambda found: (-found.score, found.pk))
