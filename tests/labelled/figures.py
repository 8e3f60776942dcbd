"""Precision, recall and F1 of scored answers, in the ways a screening is judged."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from labelled.screened import Asked


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one query: the score of the party that was meant (0 when not found) and the best score of any other."""

    asked: Asked
    right: float
    wrong: float


@dataclass(frozen=True, slots=True)
class Figures:
    """At one threshold: a listed query counts as found when its party is, a clean one as false when anything is."""

    threshold: float
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0


def at(threshold: float, answers: Sequence[Answer]) -> Figures:
    found = sum(one.right >= threshold for one in answers if one.asked.key)
    false = sum(one.wrong >= threshold for one in answers if not one.asked.key)
    listed = sum(1 for one in answers if one.asked.key)
    return Figures(threshold, found / (found + false) if found else 0.0, found / listed)


def best(answers: Sequence[Answer]) -> Figures:
    return max((at(threshold, answers) for threshold in _thresholds(answers)), key=lambda figures: figures.f1)


def recall_at_precision(answers: Sequence[Answer], least: float) -> Figures:
    return max((one for one in (at(t, answers) for t in _thresholds(answers)) if one.precision >= least), key=lambda one: one.recall)


def recall_at_alerts(answers: Sequence[Answer], share: float) -> Figures:
    """The recall while at most this share of clean names alerts."""
    clean = sorted((one.wrong for one in answers if not one.asked.key), reverse=True)
    return at(clean[int(len(clean) * share)] + 0.00005, answers)


def by_variation(threshold: float, answers: Iterable[Answer]) -> dict[str, tuple[int, float]]:
    """Per kind of variation how many queries and the share that was found (clean: that alerts)."""
    groups: defaultdict[str, list[bool]] = defaultdict(list)
    for one in answers:
        groups[one.asked.variation].append((one.right if one.asked.key else one.wrong) >= threshold)
    return {name: (len(found), sum(found) / len(found)) for name, found in groups.items()}


def _thresholds(answers: Sequence[Answer]) -> list[float]:
    return sorted({round(score, 3) for one in answers for score in (one.right, one.wrong) if score > 0})
