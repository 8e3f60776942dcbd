"""From evidence to a score, step by step, so that what each step added adds up to the score."""

import math
from collections.abc import Iterable, Iterator, Mapping

from .evidence import Evidence
from .facts import DIGITS, Config, Reason

Step = tuple[str, float, Mapping[str, str]]  # code, weighed evidence, values of the sentence


def name_steps(found: Evidence, weights: Mapping[str, float], *, weak: bool, values: Mapping[str, str]) -> Iterator[Step]:
    """What the names say: first as if they were equal, then what takes from it."""
    both = weights["both_left"] * found.ours_left * found.theirs_left
    yield "name", weights["base"] + _said(found, weights), {}
    taken = {
        "spelling_differs": (weights["unlike"] + weights["lone_unlike"] * found.lone) * found.unlike + weights["worst"] * found.worst,
        "ours_left_over": weights["ours_left"] * found.ours_left,
        "theirs_left_over": weights["theirs_left"] * found.theirs_left + both + weights["some_left"] * found.some_left,
        "names_contradict": weights["against"] * found.against + weights["clash"] * found.clash,
        "weak_alias": weights["weak_alias"] * weak,
    }
    yield from ((code, weight, values) for code, weight in taken.items() if weight)


def _said(found: Evidence, weights: Mapping[str, float]) -> float:
    return (
        weights["said_first"] * min(found.said, 1)
        + weights["said_second"] * min(max(found.said - 1, 0), 1)
        + weights["said_more"] * max(found.said - 2, 0)
        + weights["lone"] * found.lone
    )


def points(steps: Iterable[Step]) -> float:
    return sum(weight for _, weight, _ in steps)


def curve(weighed: float, config: Config) -> float:
    """From weighed evidence to a score between 0 and 1."""
    value = weighed / config.spread + config.level
    return 1 / (1 + math.exp(-value)) if value > -50 else 0.0


def evidence_of(score: float, config: Config) -> float:
    """The weighed evidence that makes this score."""
    bounded = min(max(score, 0.0001), 0.9999)
    return config.spread * (math.log(bounded / (1 - bounded)) - config.level)


def reasons_of(steps: Iterable[Step], config: Config, ceiling: float = 1.0) -> tuple[Reason, ...]:
    """What each step added to the score."""
    weighed = before = 0.0
    reasons: list[Reason] = []
    for code, weight, values in steps:
        weighed += weight
        now = round(curve(weighed, config), DIGITS)
        reasons.append(Reason(code, round(now - before, DIGITS), dict(values)))
        before = now
    if before > ceiling:
        reasons.append(Reason("limit", round(ceiling - before, DIGITS)))
    return tuple(reasons)


def total(reasons: Iterable[Reason]) -> float:
    return round(sum(reason.effect for reason in reasons), DIGITS)
