"""Our name against one listed name: parts met one to one, what is left over, and what that is worth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from . import glue
from .facts import Config, Pair
from .index import Index, IndexedName
from .likeness import GLUED, likeness
from .normal import Name, spelling_key
from .words import is_light

LONE_SHORT = 7  # letters


@dataclass(frozen=True, slots=True)
class Query:
    """Our name with what comparing needs, worked out once: `singles` and `pairs` by spelling key."""

    parts: tuple[str, ...]
    weights: tuple[float, ...]
    singles: Mapping[str, int]
    pairs: Mapping[str, tuple[int, ...]]
    is_lone: bool

    @classmethod
    def of(cls, name: Name, index: Index) -> "Query":
        return cls(
            parts=name.parts,
            weights=tuple(map(index.weight, name.parts)),
            singles={spelling_key(part): at for at, part in enumerate(name.parts)},
            pairs={key: span for span, key in glue.pairs(name.parts)},
            is_lone=sum(not is_light(part) for part in name.parts) <= 1,
        )


@dataclass(frozen=True, slots=True)
class Alignment:
    score: float
    pairs: tuple[Pair, ...]
    ours_left: tuple[str, ...]
    theirs_left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """Parts that could be met, by their positions on either side."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    likeness: float
    how: str
    weight: float


def align(query: Query, listed: IndexedName, config: Config) -> Alignment:
    """The best one-to-one meeting of parts, greedily from the weightiest; 0 to 1."""
    used_ours: set[int] = set()
    used_theirs: set[int] = set()
    pairs: list[Pair] = []
    for option in sorted(_options(query, listed), key=lambda option: _rank(option, query.parts)):
        if used_ours.isdisjoint(option.ours) and used_theirs.isdisjoint(option.theirs):
            used_ours.update(option.ours)
            used_theirs.update(option.theirs)
            pairs.append(_pair(option, query, listed))
    ours_left = [at for at in range(len(query.parts)) if at not in used_ours]
    theirs_left = [at for at in range(len(listed.weights)) if at not in used_theirs]
    left, missing = sum(query.weights[at] for at in ours_left), sum(listed.weights[at] for at in theirs_left)
    score = _score(pairs, left, missing, config)
    if query.is_lone:
        score = min(score, _lone_ceiling(pairs, missing, listed, config))
    return Alignment(
        score, tuple(pairs), tuple(sorted(query.parts[at] for at in ours_left)), tuple(listed.name.parts[at] for at in theirs_left)
    )


def _rank(option: Option, parts: Sequence[str]) -> tuple[object, ...]:
    """Weightiest first; then by text, never by position, so that the order of our parts does not matter."""
    return -option.likeness * option.weight, [parts[at] for at in option.ours], option.theirs


def _options(query: Query, listed: IndexedName) -> Iterator[Option]:
    weights = listed.weights
    for i, part in enumerate(query.parts):
        for j, other in enumerate(listed.name.parts):
            alike, how = likeness(part, other)
            if alike:
                yield Option((i,), (j,), alike, how, weights[j])
    for span, key in listed.glued:
        if (at := query.singles.get(key)) is not None:
            yield Option((at,), span, GLUED, "glued", sum(weights[at] for at in span))
    if query.pairs:
        for j, key in enumerate(listed.keys):
            if key in query.pairs:
                yield Option(query.pairs[key], (j,), GLUED, "glued", weights[j])


def _pair(option: Option, query: Query, listed: IndexedName) -> Pair:
    ours = " ".join(query.parts[at] for at in option.ours)
    theirs = " ".join(listed.name.parts[at] for at in option.theirs)
    return Pair(ours, theirs, option.how, option.likeness, option.weight)


def _score(pairs: Sequence[Pair], left: float, missing: float, config: Config) -> float:
    met = sum(pair.weight for pair in pairs)
    if not met:
        return 0.0
    quality = sum(pair.weight * pair.likeness for pair in pairs) / met
    left, missing = left / (met + left), missing / (met + missing)
    cost = config.query_left_over * left + config.listed_left_over * missing + config.both_left_over * min(left, missing)
    return max(0.0, quality * (1 - cost))


def _lone_ceiling(pairs: Sequence[Pair], missing: float, listed: IndexedName, config: Config) -> float:
    """A single word says little: it must be the listed name's whole substance, and short ones must be equal."""
    if missing > config.lone_part_missing * listed.total:
        return config.lone_part_ceiling
    best = max(pairs, key=lambda pair: pair.weight, default=None)
    if best and best.how not in {"equal", "glued"} and len(best.ours) < LONE_SHORT:
        return config.lone_part_ceiling
    return config.lone_letter_ceiling if best and len(best.ours) < 2 else 1.0
