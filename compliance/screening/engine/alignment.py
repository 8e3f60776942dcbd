"""Our name against another: parts met one to one, and what is left over on either side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from .acronyms import may_be_one, stands_for
from .facts import Pair
from .likeness import ACRONYM, GLUED, INITIAL, likeness, resemblance
from .script import BARE
from .words import LITTLE_WORDS

LETTER_WEIGHT = 0.2
LEAST_GLUED, LEAST_GLUED_LIKENESS = 4, 0.85
MOST_GLUED = 4


@dataclass(frozen=True, slots=True)
class Side:
    """The parts of one name and how telling each is; only people are called by `initials`."""

    parts: tuple[str, ...]
    weights: tuple[float, ...]
    initials: bool = True

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
    options = list(_singles(ours, theirs, alike))
    met: list[Option] = []
    ours_free, theirs_free = set(range(len(ours.parts))), set(range(len(theirs.parts)))
    if len({option.ours for option in options}) < len(options) or len({option.theirs for option in options}) < len(options):
        options.sort(key=lambda option: _rank(option, ours, theirs))
    _take(options, met, ours_free, theirs_free)
    if ours_free and theirs_free:
        glued = sorted(_glued(ours, theirs, ours_free, theirs_free), key=lambda option: _rank(option, ours, theirs))
        _take(glued, met, ours_free, theirs_free)
    if ours_free and theirs_free and not (ours.initials and theirs.initials):
        _take(list(_acronyms(ours, theirs, ours_free, theirs_free)), met, ours_free, theirs_free)
    if ours_free and theirs_free and ours.initials and theirs.initials:
        _take(_initials(ours, theirs, ours_free, theirs_free), met, ours_free, theirs_free)
    return Alignment(tuple(met), tuple(sorted(ours_free)), tuple(sorted(theirs_free)))


def look_again(ours: Side, theirs: Side, alike: Alike, first: Alignment) -> Alignment:
    """Where the rest of two names meets, what is left over on both sides may be one part, misspelt beyond a letter or cut short."""
    found = {
        (at, other): pair
        for at in first.ours_left
        for other in first.theirs_left
        if (pair := resemblance(ours.parts[at], theirs.parts[other]))[0]
    }
    if not found:
        return first
    wider = [dict(part) for part in alike]
    for (at, other), pair in found.items():
        wider[at][other] = pair
    return align(ours, theirs, wider)


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
                one, two = ours.weights[at], theirs.weights[other]
                yield Option((at,), (other,), value, how, min(one, two) if how == "meaning" else (one + two) / 2)


def _glued(ours: Side, theirs: Side, ours_free: set[int], theirs_free: set[int]) -> Iterator[Option]:
    for at, span, value in _joined(ours, theirs, ours_free, theirs_free):
        yield Option((at,), span, value, "glued", (ours.weights[at] + sum(theirs.weights[other] for other in span)) / 2)
    for at, span, value in _joined(theirs, ours, theirs_free, ours_free):
        yield Option(span, (at,), value, "glued", (theirs.weights[at] + sum(ours.weights[other] for other in span)) / 2)


def _joined(one: Side, many: Side, free: set[int], others: set[int]) -> Iterator[tuple[int, tuple[int, ...], float]]:
    """Free parts of one side that free parts of the other make up when they are written as one word."""
    long = [at for at in free if len(one.parts[at]) >= LEAST_GLUED]
    if not long or len(others) < 2:
        return
    for span in _spans(many, others):
        pieces = [many.parts[at] for at in span]
        length, first, last = sum(map(len, pieces)), pieces[0][0], pieces[-1][-1]
        for at in long:
            part = one.parts[at]
            bare = BARE in (part[0], first)
            if not bare and (abs(len(part) - length) > 2 or (part[0] != first and part[-1] != last)):
                continue
            text = "".join(pieces)
            value, _how = likeness(part, BARE + text.replace(BARE, "") if BARE in text else text)
            if value >= LEAST_GLUED_LIKENESS:
                yield at, span, GLUED * value


def _spans(side: Side, free: set[int]) -> Iterator[tuple[int, ...]]:
    """Free parts written as one word: any two in either order, and longer runs as they stand or begun from either end."""
    ordered = sorted(free)
    yield from permutations(ordered, 2)
    for length in range(3, min(MOST_GLUED, len(ordered)) + 1):
        for start in range(len(ordered) - length + 1):
            run = tuple(ordered[start : start + length])
            if run[-1] - run[0] == length - 1:
                yield from (run, (run[-1], *run[:-1]), (*run[1:], run[0]))


def _acronyms(ours: Side, theirs: Side, ours_free: set[int], theirs_free: set[int]) -> Iterator[Option]:
    """Free parts of one side that are the first letters of a run of free parts of the other."""
    for at, span in _abbreviated(ours, theirs, ours_free, theirs_free):
        yield Option((at,), span, ACRONYM, "acronym", min(ours.weights[at], sum(theirs.weights[other] for other in span)))
    for at, span in _abbreviated(theirs, ours, theirs_free, ours_free):
        yield Option(span, (at,), ACRONYM, "acronym", min(theirs.weights[at], sum(ours.weights[other] for other in span)))


def _abbreviated(one: Side, many: Side, free: set[int], others: set[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    short = [at for at in sorted(free) if may_be_one(one.parts[at])]
    telling = [at for at in sorted(others) if many.parts[at] not in LITTLE_WORDS] if short else []
    for at in short:
        part = one.parts[at]
        for length in range(len(part) + 1, 1, -1):
            for start in range(len(telling) - length + 1):
                span = tuple(telling[start : start + length])
                if stands_for(part, tuple(many.parts[other] for other in span)):
                    yield at, span


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
