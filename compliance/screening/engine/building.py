"""Filing the names of the listed parties."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from o2c.compliance.watchlists.readers.listed import Listed

from .identifiers import number_key
from .index import KINDS, Index
from .keys import listed_keys, spelling_key
from .normal import normal
from .table import Numbers, Table, starts_of, table_of, texts_of
from .words import LITTLE_WORDS, PARTICLES

LEAST_GLUED, MOST_GLUED_PARTS = 6, 5
Read = tuple[int, int, tuple[str, ...]]


def build_index(parties: Iterable[Listed], *, like: Index | None = None) -> Index:
    """File every name of every party; some ten seconds for 37,000 names.

    `like`: weigh parts as that index does, so that a small index of changed parties scores to the digit as the full one.
    """
    listed = tuple(parties)
    read = [
        (at, number, parts)
        for at, party in enumerate(listed)
        for number, name in enumerate(party.names)
        if (parts := normal(name.text, party.kind).parts)
    ]
    words = sorted({part for _, _, parts in read for part in parts})
    number_of = {word: at for at, word in enumerate(words)}
    name_numbers = [[number_of[part] for part in parts] for _, _, parts in read]
    bearers = _bearers(read, number_of) if like is None else np.fromiter((_bearers_in(like, word) for word in words), dtype=np.uint32)
    facts = [(at, number, int(listed[at].names[number].weak), KINDS.index(listed[at].kind)) for at, number, _ in read]
    index = Index(
        parts=texts_of(words),
        bearers=bearers,
        postings=_postings(name_numbers, len(words)),
        keys=table_of((number, key) for number, word in enumerate(words) for key in dict.fromkeys(listed_keys(word))),
        names=Table(np.zeros(0, dtype=np.uint64), starts_of(map(len, name_numbers)), _flat(name_numbers)),
        name_facts=np.array(facts, dtype=np.uint32).reshape(-1, 4),
        totals=np.zeros(len(read), dtype=np.float32),
        glued=table_of((at, key) for at, (_, _, parts) in enumerate(read) for key in set(glued_keys(parts))),
        numbers=table_of((at, number_key(identifier.number)) for at, party in enumerate(listed) for identifier in party.identifiers),
        party_keys=table_of((at, party.key) for at, party in enumerate(listed)),
        parties=listed,
        standing=np.array([len(listed) if like is None else int(like.standing[0])], dtype=np.uint32),
    )
    weights = np.array(index.word_weights, dtype=np.float32)
    for at, numbers in enumerate(name_numbers):
        index.totals[at] = weights[numbers].sum()
    return index


def _flat(lists: Sequence[Sequence[int]]) -> Numbers:
    return np.fromiter((number for numbers in lists for number in numbers), dtype=np.uint32)


def _bearers(read: Iterable[Read], number_of: dict[str, int]) -> Numbers:
    counted = np.zeros(len(number_of), dtype=np.uint32)
    for _party, part in {(party, part) for party, _, parts in read for part in parts}:
        counted[number_of[part]] += 1
    return counted


def _bearers_in(index: Index, word: str) -> int:
    at = index.number(word)
    return 0 if at is None else int(index.bearers[at])


def _postings(name_numbers: Sequence[Sequence[int]], words: int) -> Table:
    """The names of each part, by the number of the part."""
    filed: list[list[int]] = [[] for _word in range(words)]
    for at, numbers in enumerate(name_numbers):
        for number in set(numbers):
            filed[number].append(at)
    return Table(np.zeros(0, dtype=np.uint64), starts_of(map(len, filed)), _flat(filed))


def glued_keys(parts: Sequence[str]) -> Iterator[str]:
    """A name's parts written as one word: neighbours (the last and the first are neighbours too), and the whole from either end."""
    heavy = [part for part in parts if part not in PARTICLES and part not in LITTLE_WORDS]
    whole = [part for part in parts if part not in LITTLE_WORDS]
    texts = [one + other for one, other in pairwise([*heavy, *heavy[:1]])] if len(heavy) > 1 else []
    texts += [one + other for one, other in pairwise(whole)]
    if 2 < len(whole) <= MOST_GLUED_PARTS:
        texts += ["".join(whole), "".join([whole[-1], *whole[:-1]]), "".join([*whole[1:], whole[0]])]
    if 2 < len(heavy) <= MOST_GLUED_PARTS and heavy != whole:
        texts += ["".join(heavy), "".join([heavy[-1], *heavy[:-1]])]
    return (spelling_key(text) for text in texts if len(text) >= LEAST_GLUED)
