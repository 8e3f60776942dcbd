"""Organisations called by the first letters of their words, of whatever language: `ARZ` is an aircraft repair plant (zavod)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from .words import CANONICAL, FORM_WORDS, PARTICLES, meaning

LEAST, MOST = 2, 7
WRITTEN_ONTO = {"building", "making", "construction", "manufacturing"}  # `machine building` is one word in many languages


def _first_letters() -> Mapping[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word, canonical in CANONICAL.items():
        found[canonical].add(word[0])
    return {canonical: frozenset(letters) for canonical, letters in found.items()}


FIRST_LETTERS = _first_letters()


def may_be_one(part: str) -> bool:
    """Whether the part could be made of first letters at all."""
    return LEAST <= len(part) <= MOST and part.isalpha() and part not in FORM_WORDS and part not in PARTICLES and not meaning(part)


@lru_cache(maxsize=100_000)
def stands_for(part: str, words: tuple[str, ...]) -> bool:
    """Whether each letter begins one of the words, in their order, in the language they are in or any other known.

    Two letters are enough only for words that every organisation uses.
    """
    return (len(part) > 2 or all(map(meaning, words))) and _stands_for(part, words)


def _stands_for(part: str, words: Sequence[str]) -> bool:
    if not words:
        return not part
    first = words[0]
    letters = FIRST_LETTERS.get(meaning(first), frozenset()) | {first[0]}
    if first in WRITTEN_ONTO and _stands_for(part, words[1:]):
        return True
    taken = 2 if first[:2] == part[:2] in {"ts", "sh", "ch", "kh", "zh", "yu", "ya"} else 0
    if taken and _stands_for(part[taken:], words[1:]):
        return True
    return bool(part) and part[0] in letters and _stands_for(part[1:], words[1:])
