"""A list of one's own as CSV: one row a party, with a JSON file beside it that says which column is which.

Without a mapping the columns are called like the fields. `{"name": "Company", "aliases": ["Trade name", "Former"],
"key": "Nr", "constant": {"schema": "Company"}, "delimiter": ";", "separator": "|"}` maps them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .countries import country_code
from .files import ListError, ListFile, Row, beginning, encoding_of, records
from .gathered import Gathered, Parties
from .listed import Reading
from .values import document_kind, gender_of, kind_of, several

FIELDS = {
    "key": ("id", "key"), "schema": ("schema", "type"), "name": ("name",), "aliases": ("aliases", "alias"),
    "weak_aliases": ("weak_aliases",), "former_names": ("former_names",), "birth_date": ("birth_date",),
    "country": ("country", "countries"), "identifier": ("identifier", "identifiers"), "passport": ("passport",), "tax": ("tax",),
    "registration": ("registration",), "national": ("national",), "lei": ("lei",), "imo": ("imo",), "bic": ("bic",),
    "programme": ("programme", "programmes"), "gender": ("gender",), "address": ("address", "addresses"), "remarks": ("remarks",),
    "topic": ("topic", "topics"),
}  # fmt: skip
NUMBERS = ("passport", "tax", "registration", "national", "lei", "imo", "bic")


@dataclass(frozen=True, slots=True)
class Columns:
    """Field -> the columns it is read from, and what every row shares."""

    names: Mapping[str, tuple[str, ...]]
    constant: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ""
    separator: str = ";"

    def of(self, row: Row, name: str) -> list[str]:
        """The values of a field in a row."""
        found = [value for column in self.names.get(name, ()) for value in several(row.get(column, ""), self.separator)]
        return found or several(self.constant.get(name, ""), self.separator)


def read_mapped(files: Sequence[ListFile]) -> Reading:
    """The parties of one table, its mapping (`*.json`) beside it.

    Raises ListError "one_file_expected", "not_a_table", "mapping_broken", "columns_missing", "key_twice".
    """
    mappings = [file for file in files if file.name.lower().endswith(".json")]
    tables = [file for file in files if file not in mappings]
    if len(tables) != 1 or len(mappings) > 1:
        raise ListError("one_file_expected", count=len(tables))
    if beginning(tables[0]).lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{", b"<"):
        raise ListError("not_a_table", file=tables[0].name)
    columns = _mapping(mappings[0]) if mappings else Columns(FIELDS)
    required = [columns.names["name"][0]] if mappings else ["name"]
    delimiter = columns.delimiter or (";" if beginning(tables[0]).partition(b"\n")[0].count(b";") > 1 else ",")
    parties = Parties()
    for number, row in records(tables[0], required, delimiter=delimiter, encoding=encoding_of(tables[0])):
        parties.counts["rows"] += 1
        names = columns.of(row, "name")
        if not names:
            parties.find(number, columns.names["name"][0], "", "row_without_key")
            continue
        kind = kind_of("".join(columns.of(row, "schema")[:1]))
        given = [row.get(column, "") for column in columns.names.get("key", ()) if column in row]
        party = parties.new("-".join(given), kind) if given and all(given) else parties.of(_derived([*given, *names]), kind)
        _add(row, columns, party, number, parties)
    return parties.reading()


def _derived(known: Sequence[str]) -> str:
    """The key of a row that has none of its own: rows that say the same name are one party."""
    return hashlib.sha256("|".join(known).casefold().encode()).hexdigest()[:20]


def _mapping(file: ListFile) -> Columns:
    try:
        said: dict[str, Any] = json.loads(file.content)
        given = {name: (value,) if isinstance(value, str) else tuple(map(str, value)) for name, value in said.items() if name in FIELDS}
        unknown = sorted(set(said) - set(FIELDS) - {"constant", "delimiter", "separator"})
        constant = {str(name): str(value) for name, value in said.get("constant", {}).items()}
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        raise ListError("mapping_broken", file=file.name, why=str(error)) from error
    if unknown or not given.get("name"):
        raise ListError("mapping_broken", file=file.name, why=", ".join(unknown) or "name")
    return Columns(given, constant, str(said.get("delimiter", "")), str(said.get("separator", ";")))


def _add(row: Row, columns: Columns, party: Gathered, number: int, parties: Parties) -> None:
    for at, name in enumerate(columns.of(row, "name")):
        party.name(name, "aka" if at else "primary")
    for alias in columns.of(row, "aliases"):
        party.name(alias)
    for alias in columns.of(row, "former_names"):
        party.name(alias, "fka")
    for alias in columns.of(row, "weak_aliases"):
        party.name(alias, weak=True)
    parties.born(party, number, "birth_date", (text for said in columns.of(row, "birth_date") for text in said.split(" or ")))
    _facts(row, columns, party)


def _facts(row: Row, columns: Columns, party: Gathered) -> None:
    party.countries.update(map(country_code, columns.of(row, "country")))
    for kind in NUMBERS:
        party.numbers(kind, columns.of(row, kind))
    for value in columns.of(row, "identifier"):
        kind, _, number = value.partition(":")
        party.numbers(document_kind(kind) if number else "other", [number or value])
    party.programmes.update(columns.of(row, "programme"))
    party.topics.update(columns.of(row, "topic"))
    party.gender = gender_of("".join(columns.of(row, "gender")[:1]))
    party.address("; ".join(columns.of(row, "address")))
    party.remarks = "; ".join(columns.of(row, "remarks"))
