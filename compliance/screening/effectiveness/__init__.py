"""A fixed set of made-up names with known answers: the proof that screening finds what it must and leaves others alone.

`listed.csv` is the list, `cases.csv` what is asked: each name, how it was changed, and the party it means ("" for nobody listed).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from o2c.compliance.screening.engine import Config, Index, Subject, build_index, screen
from o2c.compliance.watchlists.readers import Listed, ListedName

FOLDER = Path(__file__).parent
CLEAN = "clean"
BELOW, MOST_BELOW = 0.15, 20  # how far under the threshold a sample reaches, and how many it keeps


@dataclass(frozen=True, slots=True)
class Case:
    """One name asked; `key` is the listed party it means."""

    name: str
    kind: str
    variation: str
    key: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one kind of variation came to: of the names `asked` so many alerted for the right party (clean: for anybody)."""

    variation: str
    asked: int
    alerted: int


@dataclass(frozen=True, slots=True)
class Near:
    """A name whose best hit lies just under the threshold."""

    name: str
    listed: str
    score: float
    variation: str


@dataclass(frozen=True, slots=True)
class Proof:
    outcomes: tuple[Outcome, ...]
    below: tuple[Near, ...]

    @property
    def recall(self) -> float:
        meant = [one for one in self.outcomes if one.variation != CLEAN]
        return sum(one.alerted for one in meant) / sum(one.asked for one in meant)

    @property
    def false_alerts(self) -> float:
        clean = next(one for one in self.outcomes if one.variation == CLEAN)
        return clean.alerted / clean.asked


@cache
def cases() -> tuple[Case, ...]:
    return tuple(Case(**row) for row in _rows("cases"))


def listed() -> Iterator[Listed]:
    for row in _rows("listed"):
        yield Listed(row["key"], row["kind"], (ListedName(row["name"]),))  # type: ignore[arg-type]


def prove(config: Config, *, like: Index | None) -> Proof:
    """Ask every case; `like`: weigh parts of names as that index of real lists does."""
    index = build_index(listed(), like=like)
    counted: dict[str, list[bool]] = {}
    below: list[Near] = []
    for case in cases():
        hits = screen(Subject(case.kind, (case.name,)), index, config)  # type: ignore[arg-type]
        meant = [hit for hit in hits if not case.key or hit.party.key == case.key]
        best = meant[0].score if meant else 0.0
        counted.setdefault(case.variation, []).append(best >= config.alert_from)
        if meant and config.alert_from - BELOW <= best < config.alert_from:
            below.append(Near(case.name, meant[0].party.primary_name, best, case.variation))
    outcomes = tuple(Outcome(variation, len(alerted), sum(alerted)) for variation, alerted in counted.items())
    return Proof(outcomes, tuple(sorted(below, key=lambda one: (-one.score, one.name))[:MOST_BELOW]))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
