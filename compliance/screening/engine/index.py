"""The listed names in memory, found by the parts they are made of."""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from o2c.compliance.watchlists.readers.listed import Identifier, Listed, ListedName

from .glue import Span, neighbours
from .identifiers import number_key
from .likeness import LEAST_FOR_ONE_EDIT, is_misspelt_form, likeness
from .normal import Name, normal, sound_key, spelling_key
from .words import PARTICLES, is_light

LEAST_WEIGHT, PARTICLE_WEIGHT = 0.05, 0.1
NEAR_PARTS = 40  # of one part, the most alike
REMEMBERED = 50_000  # answers of `near` kept, so that memory stays bounded
COMMON = 4_000  # names: a part borne by more is looked up only if nothing rarer is there

Near = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class IndexedName:
    party: int
    listed: ListedName
    name: Name
    weights: tuple[float, ...]
    total: float
    keys: tuple[str, ...]
    glued: tuple[Span, ...]


@dataclass(frozen=True, eq=False)
class Index:
    """All names of all parties; `parties[name.party]` is whose name it is. Built once, then only read."""

    parties: Sequence[Listed]
    names: Sequence[IndexedName]
    postings: Mapping[str, Sequence[int]]
    glued: Mapping[str, Sequence[int]]
    keys: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, tuple[tuple[int, Identifier], ...]]
    frequencies: Mapping[str, int]
    among: int
    remembered: dict[str, Near] = field(default_factory=dict, repr=False)

    def weight(self, part: str) -> float:
        """How telling a part is, LEAST_WEIGHT to 1, from how many listed parties bear it; unknown ones tell most."""
        return part_weight(part, self.frequencies, self.among)

    def near(self, part: str) -> Near:
        """Parts on the lists that are like `part` and how much, the most alike first."""
        if part not in self.remembered:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            self.remembered[part] = self._look_up(part)
        return self.remembered[part]

    def _look_up(self, part: str) -> Near:
        found = {listed for key in part_keys(part) for listed in self.keys.get(key, ())}
        alike = ((-likeness(part, listed)[0], listed) for listed in found)
        best = sorted(pair for pair in alike if pair[0])[:NEAR_PARTS]
        return tuple((listed, -value) for value, listed in best)


def part_weight(part: str, frequencies: Mapping[str, int], parties: int) -> float:
    if part in PARTICLES:
        return PARTICLE_WEIGHT
    if is_light(part) or (part not in frequencies and is_misspelt_form(part)):
        return LEAST_WEIGHT
    rarity = math.log((1 + parties) / (1 + frequencies.get(part, 0))) / math.log(2 + parties)
    return max(LEAST_WEIGHT, round(rarity, 4))


def part_keys(part: str) -> Iterator[str]:
    """Exact keys under which a part is filed and sought: itself, its spelling, its sound, each one-letter-out."""
    yield part
    yield "=" + spelling_key(part)
    if sound := sound_key(part):
        yield "~" + sound
    if len(part) >= LEAST_FOR_ONE_EDIT and not part.isdecimal():
        yield from (f"-{part[:at]}{part[at + 1 :]}" for at in range(len(part)))
        yield f"-{part}"


def build_index(parties: Iterable[Listed], *, like: "Index | None" = None) -> Index:
    """File every name of every party; about 4 seconds for 37,000 names.

    `like`: take the weights of names from this index, so that a few changed parties score to the digit as among all.
    """
    listed = tuple(parties)
    read = [(at, name, normal(name.text, party.kind)) for at, party in enumerate(listed) for name in party.names]
    frequencies = like.frequencies if like else _frequencies(read)
    among = len(like.parties) if like else len(listed)
    names: list[IndexedName] = []
    postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    glued: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for at, shown, name in read:
        if not name.parts:
            continue
        for part in set(name.parts):
            postings[part].append(len(names))
        spans = neighbours(name.parts)
        for key in {key for _, key in spans}:
            glued[key].append(len(names))
        weights = tuple(part_weight(part, frequencies, among) for part in name.parts)
        keys = tuple(map(spelling_key, name.parts))
        names.append(IndexedName(at, shown, name, weights, sum(weights), keys, spans))
    return Index(listed, names, dict(postings), dict(glued), _keys(postings), _numbers(listed), frequencies, among)


def _frequencies(read: Iterable[tuple[int, ListedName, Name]]) -> dict[str, int]:
    bearers: defaultdict[str, int] = defaultdict(int)
    for _party, part in {(party, part) for party, _, name in read for part in name.parts}:
        bearers[part] += 1
    return dict(bearers)


def _keys(parts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    filed: defaultdict[str, list[str]] = defaultdict(list)
    for part in parts:
        for key in dict.fromkeys(part_keys(part)):
            filed[key].append(part)
    return {key: tuple(found) for key, found in filed.items()}


def _numbers(parties: Sequence[Listed]) -> dict[str, tuple[tuple[int, Identifier], ...]]:
    filed: defaultdict[str, list[tuple[int, Identifier]]] = defaultdict(list)
    for at, party in enumerate(parties):
        for identifier in party.identifiers:
            filed[number_key(identifier.number)].append((at, identifier))
    return {key: tuple(found) for key, found in filed.items()}
