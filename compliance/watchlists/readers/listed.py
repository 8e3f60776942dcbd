"""What a publisher says about one listed party, in one shape for all publishers."""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

from o2c.core.findings import Finding

Kind = Literal["person", "organisation", "vessel", "aircraft", ""]
NameKind = Literal["primary", "aka", "fka", "nka"]


@dataclass(frozen=True, slots=True, order=True)
class BirthDate:
    """A date as exactly as it is known: `month` and `day` are 0 when unknown; `until` ends a range of years."""

    year: int
    month: int = 0
    day: int = 0
    until: int = 0
    circa: bool = False

    def __str__(self) -> str:
        """The date in extended ISO 8601: 1966-09-08, 1966-09, 1966, 1957/1959, 1970~."""
        text = "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part)
        return text + (f"/{self.until}" if self.until else "") + ("~" if self.circa else "")


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A number somebody is known by; `kind` is one of lei, imo, bic, tax, registration, passport, national, wallet,
    un (the United Nations' reference, by which lists name the same party), other."""

    kind: str
    number: str
    country: str = ""


@dataclass(frozen=True, slots=True, order=True)
class ListedName:
    """A name as the publisher writes it. A weak one helps to confirm a hit and never alerts on its own."""

    text: str
    kind: NameKind = "primary"
    weak: bool = False

    @property
    def script(self) -> str:
        """The script most of its letters are of: latin, cyrillic, arabic, cjk, ...; "" without letters."""
        counted = Counter(unicodedata.name(letter, "").partition(" ")[0].lower() for letter in self.text if letter.isalpha())
        return counted.most_common(1)[0][0] if counted else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One listed party. `key` is the publisher's own permanent id; countries are ISO alpha-2, sorted.

    `former_keys` are ids the publisher has merged into this one; `topics` say why it is listed (`sanction`, `role.pep`, `crime`).
    """

    key: str
    kind: Kind
    names: tuple[ListedName, ...]
    births: tuple[BirthDate, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    programmes: tuple[str, ...] = ()
    gender: str = ""
    addresses: tuple[str, ...] = ()
    linked_to: tuple[str, ...] = ()
    remarks: str = ""
    topics: tuple[str, ...] = ()
    former_keys: tuple[str, ...] = ()

    @property
    def primary_name(self) -> str:
        return self.names[0].text

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything that takes part in matching: what stays equal here needs no new look."""
        matching = (self.kind, self.names, self.births, self.countries, self.identifiers, self.programmes, self.gender)
        parts = [sorted(str(part) for part in group) if isinstance(group, tuple) else group for group in matching]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Listed":
        """The party as `as_json` stored it."""
        return cls(
            key=stored["key"],
            kind=stored["kind"],
            names=tuple(ListedName(**name) for name in stored["names"]),
            births=tuple(BirthDate(**birth) for birth in stored["births"]),
            countries=tuple(stored["countries"]),
            identifiers=tuple(Identifier(**identifier) for identifier in stored["identifiers"]),
            programmes=tuple(stored["programmes"]),
            gender=stored["gender"],
            addresses=tuple(stored["addresses"]),
            linked_to=tuple(stored["linked_to"]),
            remarks=stored["remarks"],
            topics=tuple(stored.get("topics", ())),
            former_keys=tuple(stored.get("former_keys", ())),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What one download holds: its parties, how many rows each file gave (`unmatched`: rows about nobody listed), what to look at."""

    parties: tuple[Listed, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    published_on: date | None = None
