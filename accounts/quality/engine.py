"""Which customers may be one and the same: candidates that share a key, compared by their spelling. Pure.

A customer shares a key with others by its numbers, by the beginning of its name, and by each longer word of it, one wrong letter
allowed. Large groups are sorted and compared with their neighbours only, and those of common words not at all, so the work grows with
the number of customers, not with its square.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from rapidfuzz import fuzz

from o2c.core.names import fold

PROPOSED_FROM = 88  # of 100
SMALL_GROUP, NEIGHBOURS = 40, 8
LONG_WORD, VERY_LONG, PREFIX = 4, 9, 5
SHORT_NAME = 3  # letters below which a name alone says little: it must be the same to the letter
DIGITS = re.compile(r"\d+")
# Words that say what kind of company it is, not which one.
FORMS = frozenset(
    "gmbh ag kg kgaa ug se sas sasu sa sarl eurl sci srl spa sl slu bv nv ab oy oyj as asa aps ltd limited llp llc inc in corp corporation "
    "co company companies plc kk pty pte lp us usa uk intl international group holding holdings associates foundation systems trust "
    "und and et the of".split()
)


@dataclass(frozen=True)
class Party:
    """A customer as it is compared: its key, its number with us, its names, country, and numbers that registers gave."""

    pk: int
    number: str
    name: str
    country: str = ""
    identifiers: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the folded name in order, without legal forms at its end; never none of a name that has some."""
        words = fold(self.name).split()
        while len(words) > 1 and words[-1] in FORMS:
            words.pop()
        return tuple(words)

    @cached_property
    def compact(self) -> str:
        return "".join(self.words)

    @cached_property
    def ordered(self) -> str:
        return " ".join(sorted(self.words))

    @cached_property
    def digits(self) -> tuple[str, ...]:
        return tuple(DIGITS.findall(self.ordered))

    @cached_property
    def bare_number(self) -> str:
        """The number without leading zeros; empty when it has not enough digits to tell anything."""
        bare = self.number.strip().lstrip("0")
        return bare if bare.isdigit() and len(bare) >= 5 else ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers, the lower key first, how alike they are from 0 to 100, and codes of what speaks for it."""

    first: int
    second: int
    score: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs that are alike enough, and how many candidates were compared for them."""

    pairs: list[Pair]
    compared: int


def duplicates(parties: Sequence[Party]) -> Found:
    """Every pair of customers that may be one and the same, the most alike first."""
    candidates = set(_candidates(parties))
    found = [pair for first, second in candidates if (pair := compare(parties[first], parties[second]))]
    return Found(sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second)), len(candidates))


def compare(one: Party, other: Party) -> Pair | None:
    """What speaks for these two being the same; None when it is not enough.

    The same number of a register, or the same customer number but for leading zeros, is enough. Names are enough in one country
    (or where one has none) when they are nearly spelled the same and hold the same figures.
    """
    evidence, score = [], 0
    if set(one.identifiers) & set(other.identifiers):
        evidence, score = ["same_identifier"], 100
    likeness = _likeness(one, other)
    if one.bare_number and one.bare_number == other.bare_number:
        evidence, score = [*evidence, "same_number"], max(score, 95, likeness)
    if likeness >= PROPOSED_FROM and (evidence or not (one.country and other.country) or one.country == other.country):
        evidence, score = [*evidence, "same_name" if one.compact == other.compact else "similar_name"], max(score, likeness)
    if not evidence:
        return None
    first, second = sorted((one.pk, other.pk))
    return Pair(first, second, score, tuple(evidence))


def _likeness(one: Party, other: Party) -> int:
    if one.digits != other.digits or not one.compact or not other.compact:
        return 0
    if one.compact == other.compact:
        return 100
    if min(len(one.compact), len(other.compact)) <= SHORT_NAME:
        return 0
    spelled = fuzz.ratio(one.compact, other.compact, score_cutoff=PROPOSED_FROM)
    return round(max(spelled, fuzz.ratio(one.ordered, other.ordered, score_cutoff=PROPOSED_FROM)))


def _candidates(parties: Sequence[Party]) -> Iterator[tuple[int, int]]:
    groups: dict[str, list[int]] = {}
    for at, party in enumerate(parties):
        for key in _keys(party):
            groups.setdefault(key, []).append(at)
    for key, members in groups.items():
        if len(members) <= SMALL_GROUP:
            yield from combinations(members, 2)
        elif key[0] != "w":
            yield from _neighbours(members, parties)


def _neighbours(members: list[int], parties: Sequence[Party]) -> Iterator[tuple[int, int]]:
    """Of a large group, those that stand close to each other by name."""
    members = sorted(members, key=lambda at: parties[at].compact)
    for position, at in enumerate(members):
        for other in members[position + 1 : position + 1 + NEIGHBOURS]:
            yield (at, other) if at < other else (other, at)


def _keys(party: Party) -> Iterable[str]:
    """What the customer shares with those it is compared with; each key once. Those of words begin with w."""
    keys = {f"i{identifier}" for identifier in party.identifiers if identifier}
    if party.bare_number:
        keys.add(f"n{party.bare_number}")
    if party.compact:
        keys |= {f"b{party.compact[:PREFIX]}", f"s{party.ordered.replace(' ', '')[:PREFIX]}"}
    for word in party.words:
        if len(word) >= LONG_WORD and not word.isdigit():
            keys |= _keys_of(word)
    return keys


def _keys_of(word: str) -> set[str]:
    """A word of up to nine letters without each of its letters, so that any one may be wrong; beginning and end of a longer one."""
    if len(word) > VERY_LONG:
        return {f"w{word[:PREFIX]}", f"w{word[-PREFIX:]}"}
    return {f"w{word[:at]}{word[at + 1 :]}" for at in range(len(word))}
