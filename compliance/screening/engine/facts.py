"""What goes into the engine and what comes out of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from o2c.compliance.watchlists.readers.listed import BirthDate, Identifier, Kind, Listed, ListedName

ENGINE_VERSION = "1"
DIGITS = 4  # scores and effects are rounded so, and then add up exactly


def digest(content: object) -> str:
    """SHA-256 of plain content, the same on every machine."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is screened; what is not known stays empty and counts neither way."""

    kind: Kind
    names: tuple[str, ...]
    births: tuple[BirthDate, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    gender: str = ""

    @property
    def fingerprint(self) -> str:
        """Changes exactly when something that takes part in matching changes; order does not matter."""
        groups = (self.names, [str(birth) for birth in self.births], self.countries, [asdict(number) for number in self.identifiers])
        return digest([self.kind, self.gender, *(sorted(map(str, group)) for group in groups)])

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Config:
    """Thresholds and weights. A hit from `alert_from` on is an alert, from `record_from` on it is kept for the record."""

    alert_from: float = 0.8
    hold_from: float = 0.85
    record_from: float = 0.6
    candidates: int = 50
    name_ceiling: float = 0.97
    weak_ceiling: float = 0.8
    weak_word_ceiling: float = 0.69
    weak_needs: float = 0.93
    lone_part_ceiling: float = 0.68
    lone_part_missing: float = 0.25
    lone_letter_ceiling: float = 0.7
    query_left_over: float = 1.0
    listed_left_over: float = 0.4
    both_left_over: float = 0.8
    strong_number: float = 0.97
    weak_number: float = 0.85
    effects: Mapping[str, float] = field(
        default_factory=lambda: {
            "birth_same_day": 0.03,
            "birth_swapped": 0.015,
            "birth_same_month": 0.02,
            "birth_same_year": 0.02,
            "birth_near": -0.05,
            "birth_differs": -0.25,
            "country_shared": 0.02,
            "country_differs": -0.06,
            "gender_differs": -0.15,
            "kind_differs": -0.12,
            "vessel_or_aircraft": -0.2,
            "form_differs": -0.04,
            "digits_differ": -0.25,
        }
    )

    @property
    def version(self) -> str:
        """Names this very set of numbers."""
        return digest(asdict(self))[:12]


@dataclass(frozen=True, slots=True)
class Pair:
    """One part of our name that met one part of the listed name."""

    ours: str
    theirs: str
    how: str  # equal, spelling, sound, one_edit, two_edits, initial, glued
    likeness: float
    weight: float


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the score: `effect` is what it added; `values` fill the sentence of `code`."""

    code: str
    effect: float
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed party at or above `record_from`. The effects of `reasons` add up to `score`."""

    party: Listed
    score: float
    subject_name: str
    listed_name: ListedName
    reasons: tuple[Reason, ...]
    pairs: tuple[Pair, ...] = ()
    ours_left: tuple[str, ...] = ()
    theirs_left: tuple[str, ...] = ()

    def explanation(self) -> dict[str, Any]:
        """Why, as plain data to be stored beside the hit."""
        return {
            "engine": ENGINE_VERSION,
            "subject_name": self.subject_name,
            "listed_name": asdict(self.listed_name),
            "reasons": [asdict(reason) for reason in self.reasons],
            "pairs": [asdict(pair) for pair in self.pairs],
            "ours_left": list(self.ours_left),
            "theirs_left": list(self.theirs_left),
        }
