"""OFAC's delimited files, SDN and consolidated alike: SDN, ALT, ADD and SDN_COMMENTS, told apart by their columns.

No header; null is `-0-`; the original files end in the byte 0x1A; persons are written surname first.
Source: OFAC, "Specification of SDN delimited, fixed-field and XML data files".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from .countries import country_code
from .files import ListError, ListFile, csv_rows
from .listed import Kind, Listed, ListedName, NameKind, Reading
from .remarks import Remarks, read_remarks

NULL = "-0-"
ROLES = {12: "primary", 5: "alternate", 6: "address", 2: "comment"}
PARTY_KINDS: dict[str, Kind] = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", "": "organisation"}
NAME_KINDS: dict[str, NameKind] = {"aka": "aka", "fka": "fka", "nka": "nka"}
Rows = Mapping[str, list[list[str]]]


def read_ofac(files: Sequence[ListFile]) -> Reading:
    """The listed parties of one OFAC download; SDN alone is enough, the other three add to it.

    Raises ListError "columns_unknown", "columns_changed", "key_missing", "file_twice", "primary_missing".
    """
    tables: dict[str, list[list[str]]] = {}
    for file in files:
        role, rows = _table(file)
        if role in tables:
            raise ListError("file_twice", file=file.name, role=role)
        tables[role] = rows
    if "primary" not in tables:
        raise ListError("primary_missing")
    keys = {row[0] for row in tables["primary"]}
    rest = {role: _by_key(tables.get(role, [])) for role in ("alternate", "address", "comment")}
    parties = tuple(_party(row, {role: rows.get(row[0], []) for role, rows in rest.items()}) for row in tables["primary"])
    unmatched = sum(len(rows) for table in rest.values() for key, rows in table.items() if key not in keys)
    return Reading(parties, {role: len(rows) for role, rows in tables.items()} | {"unmatched": unmatched})


def _table(file: ListFile) -> tuple[str, list[list[str]]]:
    rows: list[list[str]] = []
    for number, row in enumerate(csv_rows(file), start=1):
        cells = [_cell(cell) for cell in row]
        if rows and len(cells) != len(rows[0]):
            raise ListError("columns_changed", file=file.name, row=number, found=len(cells), expected=len(rows[0]))
        if len(cells) not in ROLES:
            raise ListError("columns_unknown", file=file.name, found=len(cells))
        if not cells[0].isdecimal():
            raise ListError("key_missing", file=file.name, row=number)
        rows.append(cells)
    if not rows:
        raise ListError("file_empty", file=file.name)
    return ROLES[len(rows[0])], rows


def _cell(text: str) -> str:
    if text == NULL:
        return ""
    text = " ".join(text.split())
    return "" if text == NULL else text


def _by_key(rows: Iterable[list[str]]) -> dict[str, list[list[str]]]:
    grouped: dict[str, list[list[str]]] = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    return grouped


def _party(row: Sequence[str], rest: Rows) -> Listed:
    key, name, party_kind, programmes = row[:4]
    if not name or party_kind.lower() not in PARTY_KINDS:
        raise ListError("party_unreadable", key=key, name=name, kind=party_kind)
    remarks = row[11] + "".join(comment[1] for comment in rest["comment"])
    said = read_remarks(remarks)
    strong = [ListedName(alt[3], NAME_KINDS.get(alt[2].lower(), "aka")) for alt in rest["alternate"] if alt[3]]
    return Listed(
        key=key,
        kind=PARTY_KINDS[party_kind.lower()],
        names=(ListedName(name), *sorted({*strong, *said.aliases})),
        births=tuple(sorted(set(said.births))),
        countries=tuple(sorted(_countries(said, rest["address"]) | ({country_code(row[9])} - {""}))),
        identifiers=tuple(sorted(set(said.identifiers))),
        programmes=tuple(sorted(programmes.replace("]", " ").replace("[", " ").split())),
        gender=said.gender,
        addresses=tuple(filter(None, (", ".join(filter(None, address[2:5])) for address in rest["address"]))),
        linked_to=tuple(said.linked_to),
        remarks=remarks,
        topics=("sanction",),
    )


def _countries(said: Remarks, addresses: Iterable[Sequence[str]]) -> set[str]:
    issuers = (number.country for number in said.identifiers if number.kind in {"tax", "registration"})
    return {code for code in chain(said.countries, issuers, (country_code(address[4]) for address in addresses)) if code}
