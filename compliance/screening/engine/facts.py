"""What goes into the engine and what comes out of it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self

from o2c.compliance.watchlists.readers.listed import BirthDate, Identifier, Kind, Listed, ListedName

ENGINE_VERSION = "6"
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


# What evidence adds, in the units of a logistic curve: made by fitting to generated sets (tests/labelled), never to one seed.
NAME_WEIGHTS = {
    "base": 0.2,
    "said_first": 1.4,
    "said_second": 3.1,
    "said_more": 1.6,
    "unlike": -7.0,
    "worst": -5.4,
    "ours_left": -3.5,
    "theirs_left": -5.6,
    "both_left": 1.3,
    "some_left": 0.0,
    "against": 0.0,
    "clash": -1.6,
    "lone": 0.4,
    "lone_unlike": 0.0,
    "weak_alias": -1.8,
}
# Two parties beside each other: no list is searched for the likest, so a part that contradicts tells more, and a likeness less.
PAIR_WEIGHTS = {
    "base": 3.7,
    "said_first": 0.8,
    "said_second": 0.8,
    "said_more": 0.5,
    "unlike": -4.0,
    "worst": -2.4,
    "ours_left": 0.0,
    "theirs_left": -0.8,
    "both_left": 0.0,
    "some_left": -3.2,
    "against": -2.3,
    "clash": -0.8,
    "lone": -0.3,
    "lone_unlike": -4.0,
    "weak_alias": 0.0,
}
QUALIFIERS = {
    "birth_same_day": 4.5,
    "birth_swapped": 2.0,
    "birth_same_month": 3.5,
    "birth_same_year": 1.7,
    "birth_near": -2.0,
    "birth_differs": -5.8,
    "country_shared": 1.5,
    "country_differs": -1.8,
    "gender_differs": -2.5,
    "kind_differs": -2.0,
    "vessel_or_aircraft": -4.0,
    "form_differs": -1.2,
    "digits_differ": -7.0,
    "digits_one_side": 0.0,
    "number_differs": -0.8,
}
PAIR_QUALIFIERS = QUALIFIERS | {
    "birth_differs": -7.5,
    "birth_same_day": 5.5,
    "birth_same_month": 3.5,
    "birth_same_year": 3.0,
    "birth_near": -2.2,
    "country_shared": 1.4,
    "country_differs": -3.2,
    "form_differs": -4.0,
    "digits_one_side": -2.5,
}


@dataclass(frozen=True, slots=True)
class Config:
    """Thresholds and weights. A hit from `alert_from` on is an alert, from `record_from` on it is kept for the record.

    `level` is what no evidence at all is worth on the curve, `spread` how many units of evidence one step of it takes.
    """

    alert_from: float = 0.7
    hold_from: float = 0.85
    record_from: float = 0.5
    pair_from: float = 0.74
    candidates: int = 50
    level: float = 0.9
    spread: float = 2.0
    weak_ceiling: float = 0.8
    weak_word_ceiling: float = 0.69
    strong_number: float = 0.97
    weak_number: float = 0.85
    name_weights: Mapping[str, float] = field(default_factory=lambda: dict(NAME_WEIGHTS))
    pair_weights: Mapping[str, float] = field(default_factory=lambda: dict(PAIR_WEIGHTS))
    effects: Mapping[str, float] = field(default_factory=lambda: dict(QUALIFIERS))
    pair_effects: Mapping[str, float] = field(default_factory=lambda: dict(PAIR_QUALIFIERS))

    @property
    def version(self) -> str:
        """Names this very set of numbers."""
        return digest(asdict(self))[:12]

    @classmethod
    def restored(cls, stored: Mapping[str, Any]) -> Self:
        """From what an earlier engine may have stored: a number it did not know is today's, one it alone knew is left out."""
        now = cls()
        known = {one.name: getattr(now, one.name) for one in fields(cls)}
        return cls(**{name: _restored(value, stored[name]) if name in stored else value for name, value in known.items()})


def _restored(known: Any, stored: Any) -> Any:
    return {name: stored.get(name, value) for name, value in known.items()} if isinstance(known, Mapping) else stored


@dataclass(frozen=True, slots=True)
class Pair:
    """One part of our name that met one part of the listed name."""

    ours: str
    theirs: str
    how: str  # equal, spelling, meaning, nickname, scanned, sound, one_edit, two_edits, cut, initial, glued, acronym
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


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two described parties are the same. The effects of `reasons` add up to `score`."""

    score: float
    reasons: tuple[Reason, ...]
    pairs: tuple[Pair, ...] = ()
    ours_left: tuple[str, ...] = ()
    theirs_left: tuple[str, ...] = ()
