"""The few listed names worth scoring, found without a scan."""

import heapq
from collections import defaultdict
from collections.abc import Collection

from . import glue
from .index import COMMON, Index
from .normal import Name, spelling_key

NAMES_PER_PARTY = 3
MISSING_COST = 0.15
LEAST_SHARE = 0.45  # of our name by weight: with less of it met, no score comes near the record


def candidates(name: Name, index: Index, *, limit: int, skip: Collection[int] = ()) -> list[int]:
    """Numbers of the listed names likely to match, best first, of at most `limit` parties.

    Parties in `skip` (their pair is decided already) take up no place.
    """
    least = LEAST_SHARE * sum(map(index.weight, name.parts))
    scored = ((weight - MISSING_COST * index.names[at].total, -at) for at, weight in _weigh(name, index).items() if weight >= least)
    best = heapq.nlargest(limit * NAMES_PER_PARTY * 2 + len(skip), scored)
    chosen: defaultdict[int, list[int]] = defaultdict(list)
    for _, minus_at in best:
        party = index.names[-minus_at].party
        if party in skip or (party not in chosen and len(chosen) >= limit):
            continue
        if len(chosen[party]) < NAMES_PER_PARTY:
            chosen[party].append(-minus_at)
    return [at for names in chosen.values() for at in names]


def _weigh(name: Name, index: Index) -> dict[int, float]:
    """Per listed name the weight of our parts met in it; each of our parts counts once for a name."""
    total: defaultdict[int, float] = defaultdict(float)
    for part in sorted(set(name.parts), key=lambda part: (len(index.postings.get(part, ())), part)):
        for at, worth in _met(part, index, is_first=not total).items():
            total[at] += worth
    for _, key in glue.pairs(name.parts):
        for listed in index.keys.get("=" + key, ()):
            for at in index.postings[listed]:
                total[at] += index.weight(listed)
    return total


def _met(part: str, index: Index, *, is_first: bool) -> dict[int, float]:
    met = dict.fromkeys(index.glued.get(spelling_key(part), ()), 1.0)
    for listed, alike in index.near(part):
        names = index.postings[listed]
        if not is_first and len(names) > COMMON:
            continue
        worth = alike * index.weight(listed)
        for at in names:
            met.setdefault(at, worth)
    return met
