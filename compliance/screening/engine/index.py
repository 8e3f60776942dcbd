"""The listed names, found by the parts they are made of. Built once, then only read, by many processes at a time."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, overload

from rapidfuzz import process
from rapidfuzz.distance import OSA

from o2c.compliance.watchlists.readers.listed import Listed, ListedName

from .keys import LEAST_FOR_ONE_EDIT, sought_keys
from .likeness import likeness
from .script import BARE
from .table import Numbers, Table, Texts
from .weights import part_weight

KINDS = ("", "person", "organisation", "vessel", "aircraft")
NEAR_PARTS = 60  # of one part, the most alike
LEAST_NEAR = 0.7
CROWDED = 400  # parts under one key: such a key tells nothing
REMEMBERED = 50_000  # answers kept, so that memory stays bounded

Near = dict[int, tuple[float, str]]


class Parties(Sequence[Listed]):
    """The listed parties of a mapped index, read when asked for."""

    def __init__(self, content: Texts) -> None:
        self.content = content
        self.remembered: dict[int, Listed] = {}

    def __len__(self) -> int:
        return len(self.content)

    @overload
    def __getitem__(self, at: int) -> Listed: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Listed]: ...
    def __getitem__(self, at: int | slice) -> Listed | Sequence[Listed]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        if at not in self.remembered:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            self.remembered[at] = Listed.from_json(json.loads(self.content[at]))
        return self.remembered[at]


@dataclass(frozen=True, slots=True)
class IndexedName:
    """One listed name: `numbers` of its parts in the index, in their order."""

    party: int
    at: int
    weak: bool
    kind: str
    numbers: tuple[int, ...]
    parts: tuple[str, ...]
    weights: tuple[float, ...]
    total: float


@dataclass(frozen=True, eq=False)
class Index:
    """All names of all parties as flat arrays."""

    parts: Texts
    bearers: Numbers
    postings: Table
    keys: Table
    names: Table
    name_facts: Numbers
    totals: Numbers
    glued: Table
    numbers: Table
    party_keys: Table
    parties: Sequence[Listed]
    standing: Numbers  # how many parties the weights were taken from
    remembered: dict[str, Near] = field(default_factory=dict, repr=False)
    read: dict[int, IndexedName] = field(default_factory=dict, repr=False)
    weighed: dict[str, float] = field(default_factory=dict, repr=False)
    taken: dict[str, Sequence[str]] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> tuple[int, int]:
        """How many parties and names."""
        return len(self.parties), len(self.name_facts)

    @cached_property
    def words(self) -> list[str]:
        return [self.parts[at] for at in range(len(self.parts))]

    @cached_property
    def word_weights(self) -> list[float]:
        parties = int(self.standing[0])
        return [part_weight(word, bearers, parties) for word, bearers in zip(self.words, self.bearers.tolist(), strict=True)]

    def weight(self, part: str) -> float:
        """How telling a part is, 0 to 1: the fewer bear it, the more."""
        if part not in self.weighed:
            if len(self.weighed) >= REMEMBERED:
                self.weighed.clear()
            at = self.number(part)
            self.weighed[part] = part_weight(part, 0, int(self.standing[0])) if at is None else self.word_weights[at]
        return self.weighed[part]

    def number(self, part: str) -> int | None:
        """The number of a part that stands in the index."""
        return next((int(at) for at in self.keys.get(part) if self.words[at] == part), None)

    def name(self, at: int) -> IndexedName:
        if at not in self.read:
            if len(self.read) >= REMEMBERED:
                self.read.clear()
            self.read[at] = self._name(at)
        return self.read[at]

    def _name(self, at: int) -> IndexedName:
        party, number, weak, kind = self.name_facts[at].tolist()
        numbers = tuple(self.names.numbers[int(self.names.starts[at]) : int(self.names.starts[at + 1])].tolist())
        parts = tuple([self.words[number] for number in numbers])
        weights = tuple([self.word_weights[number] for number in numbers])
        return IndexedName(party, number, bool(weak), KINDS[kind], numbers, parts, weights, sum(weights))

    def listed_name(self, name: IndexedName) -> ListedName:
        return self.parties[name.party].names[name.at]

    def near(self, part: str) -> Near:
        """Numbers of the parts on the lists that are like `part`, how much and in what way."""
        if part not in self.remembered:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            self.remembered[part] = self._look_up(part)
        return self.remembered[part]

    def pieces(self, part: str, take_apart: Callable[[str, "Index"], Sequence[str]]) -> Sequence[str]:
        """What the part is taken apart into, asked once."""
        if part not in self.taken:
            if len(self.taken) >= REMEMBERED:
                self.taken.clear()
            self.taken[part] = take_apart(part, self)
        return self.taken[part]

    def _look_up(self, part: str) -> Near:
        alike = ((at, likeness(part, self.words[at])) for at in self._candidates(part))
        found = sorted(((at, pair) for at, pair in alike if pair[0] >= LEAST_NEAR), key=lambda one: (-one[1][0], self.words[one[0]]))
        return dict(found[:NEAR_PARTS])

    def _candidates(self, part: str) -> Iterator[int]:
        keys = list(sought_keys(part))
        sure = [key for key in keys if key[0] not in "-<>"]
        found = {int(at) for numbers in self.keys.get_all(sure) if len(numbers) <= CROWDED for at in numbers}
        yield from found
        if len(part) < LEAST_FOR_ONE_EDIT or part.startswith(BARE):
            return
        edited = {
            int(at) for numbers in self.keys.get_all([key for key in keys if key[0] in "-<>"]) if len(numbers) <= CROWDED for at in numbers
        }
        edited -= found
        allowed = 1 + (len(part) >= 7) + (len(part) >= 12)
        sought: dict[int, Any] = {at: self.words[at] for at in edited}
        for _word, distance, at in process.extract_iter(part, sought, scorer=OSA.distance, score_cutoff=max(allowed, 4)):
            if distance <= allowed or self.words[at].startswith(part) or part.startswith(self.words[at]):
                yield at
