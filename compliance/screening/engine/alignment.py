"""Our name against another: parts met one to one, and what is left over on either side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .facts import Pair
from .likeness import GLUED, INITIAL, likeness

LETTER_WEIGHT = 0.2
LEAST_GLUED_LIKENESS = 0.85
MOST_GLUED = 4


@dataclass(frozen=True, slots=True)
class Side:
    """The parts of one name and how telling each is."""

    parts: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def total(self) -> float:
        return sum(self.weights)


@dataclass(frozen=True, slots=True)
class Option:
    """Parts that could be met, by their positions on either side."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    likeness: float
    how: str
    weight: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """The meetings, heaviest first, and the positions nobody met."""

    met: tuple[Option, ...]
    ours_left: tuple[int, ...]
    theirs_left: tuple[int, ...]


Alike = Sequence[Mapping[int, tuple[float, str]]]  # per part of ours: position of a part of theirs -> how like it is


def every_likeness(ours: Side, theirs: Side) -> Alike:
    """Each part of ours against each of theirs, without an index."""
    return [{at: found for at, other in enumerate(theirs.parts) if (found := likeness(part, other))[0] >= INITIAL} for part in ours.parts]


def align(ours: Side, theirs: Side, alike: Alike) -> Alignment:
    """The best one-to-one meeting of parts: the weightiest first, then what is written as one word, then initials."""
    options = sorted(_singles(ours, theirs, alike), key=lambda option: _rank(option, ours, theirs))
    met: list[Option] = []
    ours_free, theirs_free = set(range(len(ours.parts))), set(range(len(theirs.parts)))
    _take(options, met, ours_free, theirs_free)
    if ours_free and theirs_free:
        glued = sorted(_glued(ours, theirs, ours_free, theirs_free), key=lambda option: _rank(option, ours, theirs))
        _take(glued, met, ours_free, theirs_free)
    if ours_free and theirs_free:
        _take(_initials(ours, theirs, ours_free, theirs_free), met, ours_free, theirs_free)
    return Alignment(tuple(met), tuple(sorted(ours_free)), tuple(sorted(theirs_free)))


def _take(options: Sequence[Option], met: list[Option], ours_free: set[int], theirs_free: set[int]) -> None:
    for option in options:
        if ours_free.issuperset(option.ours) and theirs_free.issuperset(option.theirs):
            ours_free.difference_update(option.ours)
            theirs_free.difference_update(option.theirs)
            met.append(option)


def _rank(option: Option, ours: Side, theirs: Side) -> tuple[object, ...]:
    """Likest and weightiest first; then by text, never by position, so that neither order nor sides matter."""
    texts = sorted(([ours.parts[at] for at in option.ours], [theirs.parts[at] for at in option.theirs]))
    return -round(option.likeness * option.likeness * option.weight, 6), texts


def _singles(ours: Side, theirs: Side, alike: Alike) -> Iterator[Option]:
    for at, others in enumerate(alike):
        for other, (value, how) in others.items():
            if how != "initial":
                yield Option((at,), (other,), value, how, (ours.weights[at] + theirs.weights[other]) / 2)


def _glued(ours: Side, theirs: Side, ours_free: set[int], theirs_free: set[int]) -> Iterator[Option]:
    for one, many, mine, others, turned in (
        (ours, theirs, ours_free, theirs_free, False),
        (theirs, ours, theirs_free, ours_free, True),
    ):
        spans = list(_spans(many, others))
        for at in mine:
            for span, text in spans:
                if abs(len(one.parts[at]) - len(text)) > 2 or len(text) < 4:
                    continue
                value, _how = likeness(one.parts[at], text)
                if value >= LEAST_GLUED_LIKENESS:
                    weight = (one.weights[at] + sum(many.weights[other] for other in span)) / 2
                    left, right = (span, (at,)) if turned else ((at,), span)
                    yield Option(left, right, GLUED * value, "glued", weight)


def _spans(side: Side, free: set[int]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Free parts written as one word: any two in either order, and longer runs as they stand or from the other end."""
    ordered = sorted(free)
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            yield (one, other), side.parts[one] + side.parts[other]
            yield (one, other), side.parts[other] + side.parts[one]
    for length in range(3, min(MOST_GLUED, len(ordered)) + 1):
        for start in range(len(ordered) - length + 1):
            run = tuple(ordered[start : start + length])
            if all(other - one == 1 for one, other in pairwise(run)):
                texts = [side.parts[at] for at in run]
                yield run, "".join(texts)
                yield run, "".join([texts[-1], *texts[:-1]])
                yield run, "".join([*texts[1:], texts[0]])


def _initials(ours: Side, theirs: Side, ours_free: set[int], theirs_free: set[int]) -> list[Option]:
    pairs = [
        Option((one,), (other,), INITIAL, "initial", LETTER_WEIGHT)
        for one in ours_free
        for other in theirs_free
        if 1 in {len(ours.parts[one]), len(theirs.parts[other])} and ours.parts[one][0] == theirs.parts[other][0]
    ]
    return sorted(
        pairs, key=lambda option: (sorted([ours.parts[option.ours[0]], theirs.parts[option.theirs[0]]]), option.ours, option.theirs)
    )


def pairs_of(alignment: Alignment, ours: Side, theirs: Side) -> tuple[Pair, ...]:
    """The meetings in words."""
    return tuple(
        Pair(
            " ".join(ours.parts[at] for at in option.ours),
            " ".join(theirs.parts[at] for at in option.theirs),
            option.how,
            round(option.likeness, 4),
            round(option.weight, 4),
        )
        for option in alignment.met
    )
