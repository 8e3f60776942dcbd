"""The few listed names worth scoring, found without a scan."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np

from .index import Index
from .keys import spelling_key
from .table import Numbers

NAMES_PER_PARTY = 3
MISSING_COST = 0.15
LEAST_SHARE = 0.35  # of our name by weight: with less of it met, no score comes near the record
COMMON = 20_000  # names: a part borne by more is looked up only if nothing rarer is there
CROWD = 400


def candidates(parts: Sequence[str], index: Index, *, limit: int, skip: Collection[int] = ()) -> list[int]:
    """Numbers of the listed names likely to match, best first, of at most `limit` parties.

    Parties in `skip` (their pair is decided already) take up no place.
    """
    weights = [index.weight(part) for part in parts]
    met, touched = _weigh(parts, weights, index)
    if not len(touched):
        return []
    worth = met[touched] - MISSING_COST * index.totals[touched]
    good = met[touched] >= LEAST_SHARE * sum(weights)
    touched, worth = touched[good], worth[good]
    most = limit * NAMES_PER_PARTY * 2 + CROWD * bool(skip) + len(skip)
    if len(touched) > most:
        best = np.argpartition(-worth, most)[:most]
        touched, worth = touched[best], worth[best]
    order = np.lexsort((touched, -worth))
    return _of_few_parties(touched[order], index, limit, skip)


def _of_few_parties(names: Numbers, index: Index, limit: int, skip: Collection[int]) -> list[int]:
    chosen: defaultdict[int, list[int]] = defaultdict(list)
    for at, party in zip(names.tolist(), index.name_facts[names, 0].tolist(), strict=True):
        if party in skip or (party not in chosen and len(chosen) >= limit):
            continue
        if len(chosen[party]) < NAMES_PER_PARTY:
            chosen[party].append(at)
    return [at for names in chosen.values() for at in names]


def _weigh(parts: Sequence[str], weights: Sequence[float], index: Index) -> tuple[Numbers, Numbers]:
    """Per listed name the weight of our parts met in it (each of our parts counts once for a name), and which names were met at all."""
    total = np.zeros(len(index.totals), dtype=np.float32)
    part_worth = np.zeros(len(index.totals), dtype=np.float32)
    touched: list[Numbers] = []
    starts, numbers = index.postings.starts, index.postings.numbers
    for part, weight in sorted(dict.fromkeys(zip(parts, weights, strict=True)), key=lambda one: -one[1]):
        met = []
        for at, (alike, _how) in reversed(index.near(part).items()):
            names = numbers[int(starts[at]) : int(starts[at + 1])]
            if touched and len(names) > COMMON:
                continue
            part_worth[names] = alike * min(weight, index.weight(index.words[at]))
            met.append(names)
        for names in _glued(part, index):
            part_worth[names] = weight
            met.append(names)
        if met:
            found = np.concatenate(met)
            total[found] += part_worth[found]
            touched.append(found)
            part_worth[found] = 0
    _meet_joined(parts, weights, index, total, touched)
    return total, np.unique(np.concatenate(touched)).astype(np.int64) if touched else np.zeros(0, dtype=np.int64)


def _glued(part: str, index: Index) -> list[Numbers]:
    names = index.glued.get(spelling_key(part)) if len(part) > 5 else index.glued.numbers[:0]
    return [names] if 0 < len(names) <= CROWD else []


def _meet_joined(
    parts: Sequence[str],
    weights: Sequence[float],
    index: Index,
    total: Numbers,
    touched: list[Numbers],
) -> None:
    """Two neighbours of ours that the list writes as one word."""
    for (one, first), (other, second) in pairwise(zip(parts, weights, strict=True)):
        if len(one) + len(other) < 5:
            continue
        for at in index.keys.get("=" + spelling_key(one + other)).tolist():
            names = index.postings.numbers[int(index.postings.starts[at]) : int(index.postings.starts[at + 1])]
            total[names] += min(first + second, index.weight(index.words[at]))
            touched.append(names)
