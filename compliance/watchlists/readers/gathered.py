"""Parties while their rows are read: a party may stand in many rows, and what cannot be read is kept as a finding."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from o2c.core.findings import Finding

from .files import ListError, Row
from .listed import BirthDate, Identifier, Kind, Listed, ListedName, NameKind, Reading
from .values import birth_of, several


class Gathered:
    """A party while its rows are read: the first name is the primary one, and nothing is kept twice."""

    def __init__(self, key: str, kind: Kind) -> None:
        self.key, self.kind, self.gender, self.remarks = key, kind, "", ""
        self.names: dict[str, ListedName] = {}
        self.births: set[BirthDate] = set()
        self.countries: set[str] = set()
        self.identifiers: set[Identifier] = set()
        self.programmes: set[str] = set()
        self.topics: set[str] = set()
        self.linked_to: dict[str, None] = {}
        self.addresses: dict[str, None] = {}
        self.former_keys: set[str] = set()

    def name(self, text: str, kind: NameKind = "aka", *, weak: bool = False) -> None:
        """Add a name. The same words again make it the primary, or strong, name where either says so."""
        text = " ".join(text.split())
        known = self.names.get(text)
        if known:
            kind = "primary" if "primary" in {kind, known.kind} else known.kind
            weak = weak and known.weak
        if text:
            self.names[text] = ListedName(text, kind, weak)

    def numbers(self, kind: str, values: Iterable[str], country: str = "") -> None:
        self.identifiers |= {Identifier(kind, value.strip(), country) for value in values if value.strip()}

    def address(self, *parts: str) -> None:
        if text := ", ".join(part.strip(" ,") for part in parts if part.strip(" ,")):
            self.addresses[text] = None

    @property
    def primary(self) -> ListedName:
        """The name the publisher calls it by, else the first."""
        return next((name for name in self.names.values() if name.kind == "primary"), next(iter(self.names.values())))

    def listed(self) -> Listed | None:
        """The party; None when nobody said its name."""
        if not self.names:
            return None
        first = self.primary
        primary = ListedName(first.text, "primary", first.weak)
        others = sorted(ListedName(name.text, "aka" if name.kind == "primary" else name.kind, name.weak)
                        for name in self.names.values() if name is not first)  # fmt: skip
        return Listed(
            key=self.key,
            kind=self.kind,
            names=(primary, *others),
            births=tuple(sorted(self.births)),
            countries=tuple(sorted(self.countries - {""})),
            identifiers=tuple(sorted(self.identifiers)),
            programmes=tuple(sorted(self.programmes - {""})),
            gender=self.gender,
            addresses=tuple(self.addresses),
            linked_to=tuple(self.linked_to),
            remarks=self.remarks,
            topics=tuple(sorted(self.topics - {""})),
            former_keys=tuple(sorted(self.former_keys - {self.key, ""})),
        )


class Parties:
    """All parties of one download, in the order they were met."""

    def __init__(self) -> None:
        self.gathered: dict[str, Gathered] = {}
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.published_on: date | None = None

    def of(self, key: str, kind: Kind) -> Gathered:
        """The party of this key, met before or new."""
        return self.gathered.setdefault(key, Gathered(key, kind))

    def new(self, key: str, kind: Kind) -> Gathered:
        """A party that may come once only. Raises ListError "key_twice"."""
        if key in self.gathered:
            raise ListError("key_twice", key=key)
        return self.of(key, kind)

    def find(self, row: int, field: str, value: str, code: str) -> None:
        self.findings.append(Finding(row, field, value[:200], code))

    def born(self, party: Gathered, row: int, field: str, texts: Iterable[str]) -> None:
        """Add the birth dates; one that cannot be read is a finding, and the party stays."""
        for text in texts:
            if known := birth_of(text):
                party.births.add(known)
            else:
                self.find(row, field, text, "birth_unreadable")

    def born_in(self, party: Gathered, number: int, row: Row, field: str) -> None:
        self.born(party, number, field, several(row.get(field, "")))

    def reading(self) -> Reading:
        listed = {key: party.listed() for key, party in self.gathered.items()}
        for key, party in listed.items():
            if party is None:
                self.find(0, "name", key, "party_without_name")
        return Reading(tuple(filter(None, listed.values())), dict(self.counts), tuple(self.findings), self.published_on)
