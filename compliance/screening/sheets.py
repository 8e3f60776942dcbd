"""CSV in and out of the screening commands: rows read into subjects, with a finding for each cell that cannot be read."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TextIO

from o2c.compliance.screening.engine import Subject
from o2c.compliance.watchlists.readers import BirthDate, Identifier
from o2c.compliance.watchlists.readers.countries import country_code
from o2c.compliance.watchlists.readers.listed import Kind
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding

KINDS: Mapping[str, Kind] = {"person": "person", "organization": "organisation", "company": "organisation", "legalentity": "organisation",
                             "publicbody": "organisation", "vessel": "vessel", "airplane": "aircraft", "": ""}  # fmt: skip
BORN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?(?:T.*)?")
DELIMITERS = ",;\t"  # as spreadsheets of several countries save a CSV
QUERY = ("query_id", "name", "schema", "birth_date", "country")
PAIR = ("pair_id", "name_a", "name_b", "schema")
NUMBERS = {
    "idNumber": "national", "passportNumber": "passport", "taxNumber": "tax", "innCode": "tax", "vatCode": "tax",
    "registrationNumber": "registration",
    "ogrnCode": "registration", "leiCode": "lei", "imoNumber": "imo", "swiftBic": "bic", "socialSecurityNumber": "national",
    "publicKey": "wallet",
    "okpoCode": "other", "kppCode": "other", "dunsCode": "other", "npiCode": "other", "uniqueEntityId": "registration", "mmsi": "other",
}  # fmt: skip
COUNTRIES = ("country", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag")
NAMES = ("name", "alias", "previousName")


@dataclass(slots=True)
class Read:
    """One row of a sheet: its id, the subjects in it, and what could not be read."""

    key: str
    subjects: tuple[Subject, ...]
    findings: list[Finding] = field(default_factory=list)


def queries(sheet: TextIO) -> Iterator[Read]:
    """`query_id,name,schema,birth_date,country[,identifier]`, one subject a row.

    Raises BusinessError "query_columns_missing", "query_sheet_empty".
    """
    for number, row in _rows(sheet, QUERY):
        findings: list[Finding] = []
        cells = _Cells(number, row, findings)
        kind = cells.kind()
        born = cells.birth("birth_date", row["birth_date"])
        country = cells.country("country", row["country"])
        given = [part.strip() for part in row.get("identifier", "").split(";") if part.strip()]
        numbers = tuple(Identifier(*_labelled(part)) for part in given)
        subject = Subject(kind, cells.names("name"), tuple(born), tuple(country), numbers)
        yield Read(row["query_id"], (subject,), findings)


def pairs(sheet: TextIO) -> Iterator[Read]:
    """`pair_id,name_a,name_b,schema[,props_a,props_b]`, two subjects a row.

    Raises BusinessError "query_columns_missing", "query_sheet_empty".
    """
    for number, row in _rows(sheet, PAIR):
        findings: list[Finding] = []
        cells = _Cells(number, row, findings)
        kind = cells.kind()
        subjects = tuple(cells.described(kind, f"name_{side}", f"props_{side}") for side in "ab")
        yield Read(row["pair_id"], subjects, findings)


def _rows(sheet: TextIO, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    header = sheet.readline()
    if not header.strip():
        raise BusinessError("query_sheet_empty", columns=",".join(columns))
    reader = csv.DictReader(chain([header], sheet), delimiter=max(DELIMITERS, key=header.count))
    reader.fieldnames = [name.strip().lower().removeprefix("\ufeff") for name in reader.fieldnames or ()]
    if missing := [name for name in columns if name not in reader.fieldnames]:
        raise BusinessError("query_columns_missing", columns=", ".join(missing), found=", ".join(filter(None, reader.fieldnames)))
    for row in reader:
        yield (
            reader.line_num,
            {name: (value or "").strip() for name, value in row.items() if isinstance(name, str) and not isinstance(value, list)},
        )


def _labelled(text: str) -> tuple[str, str, str]:
    """`imo:9187629` or a bare number, whose kind is then not known."""
    label, colon, number = text.partition(":")
    return (label.strip().lower(), number.strip(), "") if colon else ("", text, "")


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one row, each read with a finding where that fails: a query is screened with what could be read, never dropped."""

    number: int
    row: Mapping[str, str]
    findings: list[Finding]

    def kind(self) -> Kind:
        found = KINDS.get(self.row["schema"].replace(" ", "").lower())
        if found is None:
            self._note("schema", self.row["schema"], "query_schema_unknown")
        return found or ""

    def names(self, column: str) -> tuple[str, ...]:
        if not self.row[column]:
            self._note(column, "", "query_name_missing")
            return ()
        return (self.row[column],)

    def birth(self, column: str, text: str) -> list[BirthDate]:
        if not text:
            return []
        born = BORN.fullmatch(text)
        year, month, day = (int(born[part] or 0) for part in ("year", "month", "day")) if born else (0, 0, 0)
        if not born or not 1000 <= year <= 2999 or month > 12 or day > 31:
            self._note(column, text, "query_birth_unreadable")
            return []
        return [BirthDate(year, month, day)]

    def country(self, column: str, text: str) -> list[str]:
        if not text:
            return []
        if not (code := country_code(text)):
            self._note(column, text, "query_country_unknown")
        return [code] if code else []

    def described(self, kind: Kind, column: str, props: str) -> Subject:
        given: dict[str, list[str]] = {}
        for prop in filter(None, self.row.get(props, "").split(";")):
            name, equals, values = prop.partition("=")
            if not equals:
                self._note(props, prop, "query_property_unreadable")
            given.setdefault(name.strip(), []).extend(value.strip() for value in values.split("|") if value.strip())
        births = [birth for value in given.get("birthDate", ()) for birth in self.birth(props, value)]
        countries = [code for name in COUNTRIES for value in given.get(name, ()) for code in self.country(props, value)]
        home = countries[0] if len(set(countries)) == 1 else ""
        numbers = [
            Identifier(number, value, "" if number in {"lei", "imo", "bic"} else home)
            for name, number in NUMBERS.items()
            for value in given.get(name, ())
        ]
        names = [*self.names(column), *(value for name in NAMES for value in given.get(name, ()))]
        gender = next(iter(given.get("gender", ())), "").lower()
        return Subject(
            kind,
            tuple(dict.fromkeys(names)),
            tuple(sorted(set(births))),
            tuple(sorted(set(countries))),
            tuple(sorted(set(numbers))),
            gender,
        )

    def _note(self, column: str, value: str, why: str) -> None:
        self.findings.append(Finding(self.number, column, value, why))
