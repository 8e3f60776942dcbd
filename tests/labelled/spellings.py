"""Real other spellings: the same party on another publisher's list, joined by a number or by birth date and a hint of the name."""

import csv
import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from anyascii import anyascii
from defusedxml.ElementTree import parse

from o2c.compliance.watchlists.readers import Listed

LEAST_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Foreign:
    """One party of another list: its names, birth dates `YYYY-MM-DD`, numbers, and the kind of party."""

    names: tuple[str, ...]
    births: tuple[str, ...]
    numbers: tuple[str, ...]
    kind: str


def foreign_parties(samples: Path) -> Iterator[Foreign]:
    yield from _eu(samples)
    yield from _war_sanctions(samples)
    yield from _un(samples)


KINDS = {"Person": "person", "Vessel": "vessel", "Airplane": "aircraft"}


def _eu(samples: Path) -> Iterator[Foreign]:
    numbered = ["registrationNumber", "taxNumber", "idNumber", "innCode", "ogrnCode", "leiCode", "imoNumber", "passportNumber"]
    with gzip.open(samples / "sanctions/eu_oj/eu_oj_consolidated_2026-08.csv.gz", "rt") as rows:
        for row in csv.DictReader(rows):
            names = [part for column in ("name", "alias", "previousName") for part in re.split(r"\s*[;/]\s*", row[column])]
            births = tuple(_day(date) for date in re.findall(r"\d{1,2}\.\d{1,2}\.\d{4}", row["birthDate"]))
            numbers = tuple(number for column in numbered for number in re.findall(r"[A-Z0-9]{7,}", row[column]))
            yield Foreign(tuple(name for name in names if len(name) > 3), births, numbers, KINDS.get(row["schema"], "organisation"))


def _day(text: str) -> str:
    day, month, year = text.split(".")
    return f"{year}-{int(month):02}-{int(day):02}"


def _war_sanctions(samples: Path) -> Iterator[Foreign]:
    with gzip.open(samples / "sanctions/opensanctions/ua_war_sanctions_targets.simple_2026-03-13.csv.gz", "rt") as rows:
        for row in csv.DictReader(rows):
            names = tuple(name for name in [row["name"], *row["aliases"].split(";")] if len(name) > 3)
            births = tuple(date for date in row["birth_date"].split(";") if len(date) == 10)
            numbers = tuple(number.removeprefix("IMO") for number in row["identifiers"].split(";"))
            yield Foreign(names, births, numbers, KINDS.get(row["schema"], "organisation"))


def _un(samples: Path) -> Iterator[Foreign]:
    with gzip.open(samples / "sanctions/un/consolidated_2026-02-27.xml.gz") as xml:
        for party in parse(xml).iter("INDIVIDUAL"):
            first = " ".join(filter(None, (party.findtext(f"{part}_NAME") for part in ("FIRST", "SECOND", "THIRD", "FOURTH"))))
            original = party.findtext("NAME_ORIGINAL_SCRIPT") or ""
            births = tuple(date.text for date in party.iter("DATE") if date.text and re.fullmatch(r"\d{4}-\d\d-\d\d", date.text))
            numbers = tuple(number.text for number in party.iter("NUMBER") if number.text)
            yield Foreign(tuple(filter(None, [first, original.strip()])), births, numbers, "person")


def other_spellings(parties: Sequence[Listed], samples: Path) -> Iterator[tuple[str, Listed, str]]:
    """(name elsewhere, listed party, "spelling" or "script"); never a name equal to one of the party's own."""
    by_number, by_birth = _numbers(parties), _births(parties)
    for foreign in foreign_parties(samples):
        found = {id(party): party for number in foreign.numbers for party in by_number.get(number.upper(), ())}
        if not found:
            near = (party for birth in foreign.births for party in by_birth.get((birth, foreign.kind), ()))
            found = {id(party): party for party in near if _hinted(foreign.names, [name.text for name in party.names])}
        if len(found) != 1:
            continue
        party = next(iter(found.values()))
        own = {_folded(name.text) for name in party.names}
        for name in dict.fromkeys(foreign.names):
            written = "spelling" if re.search(r"[A-Za-z]{3}", name) else "script"
            related = written == "script" or _hinted([name], [other.text for other in party.names])
            if related and party.kind == foreign.kind and _folded(name) not in own:
                yield name, party, written


def _numbers(parties: Sequence[Listed]) -> dict[str, list[Listed]]:
    found: defaultdict[str, list[Listed]] = defaultdict(list)
    for party in parties:
        for identifier in party.identifiers:
            if len(number := re.sub(r"[^A-Z0-9]", "", identifier.number.upper())) >= LEAST_DIGITS:
                found[number].append(party)
    return found


def _births(parties: Sequence[Listed]) -> dict[tuple[str, str], list[Listed]]:
    found: defaultdict[tuple[str, str], list[Listed]] = defaultdict(list)
    for party in parties:
        for birth in party.births:
            if birth.day and not birth.circa:
                found[str(birth), party.kind].append(party)
    return found


def _hinted(names: Sequence[str], others: Sequence[str]) -> bool:
    """Two beginnings of three letters in common, or one where a side has a single word: no measure of likeness of the engine's own kind."""
    beginnings = [{word[:3] for word in _folded(name).split() if len(word) > 2} for name in (*names, *others)]
    ours, theirs = beginnings[: len(names)], beginnings[len(names) :]
    return any(len(one & other) >= min(2, len(one), len(other)) > 0 for one, other in product(ours, theirs))


def _folded(name: str) -> str:
    return " ".join(sorted(re.sub(r"[^a-z0-9]+", " ", anyascii(name).lower()).split()))
