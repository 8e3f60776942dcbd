"""The few listed names worth scoring, found without a scan."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import numpy as np

from .facts import Config
from .index import Index
from .keys import bare_key, spelling_key
from .scoring import evidence_of
from .script import BARE
from .table import Numbers

NAMES_PER_PARTY = 3
MISSING_COST = 0.15
LEAST_SHARE = 0.35  # of our name by weight: with less of it met, no score comes near the record
COMMON = 20_000  # names: a part borne by more is looked up only if nothing rarer is there
CROWD = 400
ROUNDING = 1e-4  # weights are summed in single precision
SLACK = 0.25  # what may be met that is not counted here: near spellings below the cut, words written as one


def candidates(parts: Sequence[str], index: Index, config: Config, *, hope: float, skip: Collection[int] = ()) -> list[int]:
    """Numbers of the listed names likely to match, best first, of at most `config.candidates` parties.

    Names whose parts cannot make a score of the record even with `hope` more evidence are left out. Parties in `skip` (their pair is
    decided already) take up no place.
    """
    weights = [index.weight(part) for part in parts]
    if _most_met(parts, weights, index) < LEAST_SHARE * sum(weights) * (1 - ROUNDING):
        return []
    met = _weigh(parts, weights, index)
    touched = np.flatnonzero(met >= LEAST_SHARE * sum(weights))
    worth = met[touched] - MISSING_COST * index.totals[touched]
    if not any(len(part) == 1 for part in parts):
        hopeful = _most(met[touched], sum(weights), index.totals[touched], config.name_weights) + hope >= evidence_of(
            config.record_from, config
        )
        touched, worth = touched[hopeful], worth[hopeful]
    most = config.candidates * NAMES_PER_PARTY * 2 + CROWD * bool(skip) + len(skip)
    if len(touched) > most:
        best = np.argpartition(-worth, most)[:most]
        touched, worth = touched[best], worth[best]
    order = np.lexsort((touched, -worth))
    return _of_few_parties(touched[order], index, config.candidates, skip)


def _most(met: Numbers, ours: float, theirs: Numbers, weights: Mapping[str, float]) -> Numbers:
    """The evidence these names could at most give: what is met, met perfectly, and nothing else found in the rest."""
    said = (
        weights["base"]
        + max(weights["lone"], 0)
        + weights["said_first"] * np.minimum(met, 1)
        + weights["said_second"] * np.clip(met - 1, 0, 1)
    )
    left, missing = np.maximum(0, 1 - (met + SLACK) / ours), np.maximum(0, 1 - (met + SLACK) / np.maximum(theirs, SLACK))
    both = weights["both_left"] * left * missing
    taken = weights["ours_left"] * left + weights["theirs_left"] * missing + both
    return np.asarray(said + weights["said_more"] * np.maximum(met - 2, 0) + taken + SLACK)


def _most_met(parts: Sequence[str], weights: Sequence[float], index: Index) -> float:
    """The weight that any one listed name can meet of ours, without looking at the names: what no list knows is told at once."""
    told = dict.fromkeys(zip(parts, weights, strict=True))
    met = sum(weight for part, weight in told if index.near(part) or _glued(part, index))
    return met + sum(
        first + second for (one, first), (other, second) in pairwise(zip(parts, weights, strict=True)) if _joined(one, other, index)
    )


def _joined(one: str, other: str, index: Index) -> list[int]:
    """Numbers of the words on the lists that these two neighbours make."""
    if len(one) + len(other) < 5:
        return []
    joined = one + other
    found: list[int] = index.keys.get("^" + bare_key(joined) if BARE in joined else "=" + spelling_key(joined)).tolist()
    return found


def _of_few_parties(names: Numbers, index: Index, limit: int, skip: Collection[int]) -> list[int]:
    chosen: defaultdict[int, list[int]] = defaultdict(list)
    for at, party in zip(names.tolist(), index.name_facts[names, 0].tolist(), strict=True):
        if party in skip or (party not in chosen and len(chosen) >= limit):
            continue
        if len(chosen[party]) < NAMES_PER_PARTY:
            chosen[party].append(at)
    return [at for names in chosen.values() for at in names]


def _weigh(parts: Sequence[str], weights: Sequence[float], index: Index) -> Numbers:
    """Per listed name the weight of our parts met in it; each of our parts counts once for a name."""
    total = np.zeros(len(index.totals), dtype=np.float32)
    part_worth = np.zeros(len(index.totals), dtype=np.float32)
    rarer = False
    starts, numbers = index.postings.starts, index.postings.numbers
    for part, weight in sorted(dict.fromkeys(zip(parts, weights, strict=True)), key=lambda one: -one[1]):
        met = []
        for at, (alike, _how) in reversed(index.near(part).items()):
            names = numbers[int(starts[at]) : int(starts[at + 1])]
            if rarer and len(names) > COMMON:
                continue
            part_worth[names] = alike * min(weight, index.word_weights[at])
            met.append(names)
        for names in _glued(part, index):
            part_worth[names] = weight
            met.append(names)
        if met:
            found = np.concatenate(met)
            total[found] += part_worth[found]
            part_worth[found] = 0
            rarer = True
    _meet_joined(parts, weights, index, total)
    return total


def _glued(part: str, index: Index) -> list[Numbers]:
    names = index.glued.get(spelling_key(part)) if len(part) > 5 else index.glued.numbers[:0]
    return [names] if 0 < len(names) <= CROWD else []


def _meet_joined(
    parts: Sequence[str],
    weights: Sequence[float],
    index: Index,
    total: Numbers,
) -> None:
    """Two neighbours of ours that the list writes as one word."""
    for (one, first), (other, second) in pairwise(zip(parts, weights, strict=True)):
        for at in _joined(one, other, index):
            names = index.postings.numbers[int(index.postings.starts[at]) : int(index.postings.starts[at + 1])]
            total[names] += min(first + second, index.word_weights[at])
