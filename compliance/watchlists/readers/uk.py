"""The UK's lists as CSV: the UK Sanctions List as published, its short table, and OFSI's former consolidated list.

A party stands in many rows. Above the header of the long tables stands a line with the date.
Source: FCDO, "UK Sanctions List" (58 columns since January 2026); OFSI, "Consolidated list of targets", 2018 to 2026.
"""

import re
from collections.abc import Sequence
from datetime import date

from .files import ListError, ListFile, Row, beginning, csv_rows, encoding_of, records
from .gathered import Gathered, Parties
from .listed import NameKind, Reading
from .values import countries_of, day_of, gender_of, imo_number, kind_of, number_in, numbered, several

SURNAME_LAST = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
ADDRESS = (
    *(f"Address Line {at}" for at in range(1, 7)),
    *(f"Address {at}" for at in range(1, 7)),
    "Address Postal Code",
    "Post/Zip Code",
)
# Field -> what the three tables call it; only columns that are there are read.
KEY = ("Unique ID", "Group ID")
KIND = ("Designation Type", "Type", "Group Type")
NATIONS = ("Nationality(/ies)", "Nationality")
COUNTRIES = ("Address Country", "Country", "Current believed flag of ship")
NUMBERS = {
    "national": ("National Identifier number", "NI Number"),
    "passport": ("Passport number", "Passport Details"),
    "registration": ("Business registration number (s)",),
}
UN_REFERENCE = re.compile(r"UN Ref(?:erence)?:?\s+\(?([A-Z]{2}[a-z]\.\d{3})")
NAME_KINDS: dict[str, NameKind] = {"primary name": "primary", "prime alias": "primary", "fka": "fka"}


def read_uk(files: Sequence[ListFile]) -> Reading:
    """The parties of one download, which is one file. Raises ListError "one_file_expected", "columns_missing"."""
    if len(files) != 1:
        raise ListError("one_file_expected", count=len(files))
    file = files[0]
    encoding = encoding_of(file)
    parties = Parties()
    parties.published_on, skip = _date_line(file, encoding)
    for number, row in records(file, [], encoding=encoding, skip=skip):
        parties.counts["rows"] += 1
        if parties.counts["rows"] == 1 and not (set(KEY) & set(row) and set(KIND) & set(row) and {"Name", "Name 6"} & set(row)):
            raise ListError("columns_missing", file=file.name, columns=["Unique ID", "Designation Type", "Name 6"])
        if key := _first(row, *KEY):
            _add(row, parties.of(key, kind_of(_first(row, *KIND))), number, parties)
        else:
            parties.find(number, KEY[0], _first(row, "Name", "Name 6"), "row_without_key")
    return parties.reading()


def _date_line(file: ListFile, encoding: str) -> tuple[date | None, int]:
    """`Report Date: 28-Jan-2026` or `Last Updated,13/04/2018` above the header, when it is there."""
    if not beginning(file).startswith((b"Report Date", b"Last Updated,")):
        return None, 0
    first = next(csv_rows(file, encoding=encoding))
    if len(first) > 2 and first[1].strip() == KEY[0]:
        return None, 0
    text = first[1] if first[0] == "Last Updated" else first[0].partition(":")[2]
    return day_of(text, "%d-%b-%Y", "%d/%m/%Y", "%d-%B-%Y"), 1


def _first(row: Row, *names: str) -> str:
    return next((row[name] for name in names if row.get(name)), "")


def _add(row: Row, party: Gathered, number: int, parties: Parties) -> None:
    kind = NAME_KINDS.get(_first(row, "Name type", "Alias Type").lower(), "aka")
    weak = _first(row, "Alias strength", "Alias Quality").lower().startswith("low")
    party.name(row.get("Name") or " ".join(filter(None, (row.get(part, "") for part in SURNAME_LAST))),
               kind if "Name 6" in row else "primary", weak=weak)  # fmt: skip
    party.name(_first(row, "Name non-latin script", "Name Non-Latin Script"))
    party.gender = party.gender or gender_of(row.get("Gender", ""))
    party.remarks = party.remarks or _first(row, "Other Information")
    party.topics.add("sanction")
    party.programmes.add(_first(row, "Regime Name", "Regime"))
    party.former_keys.add(row.get("OFSI Group ID", ""))
    party.address(*(row.get(part, "") for part in ADDRESS))
    party.countries.update(countries_of(name for column in (*NATIONS, *COUNTRIES) for name in numbered(row.get(column, ""))))
    for kind_of_number, columns in NUMBERS.items():
        party.numbers(kind_of_number, map(number_in, numbered(_first(row, *columns))))
    reference = UN_REFERENCE.search(row.get("Other Information", ""))
    party.numbers("un", [row.get("UN Reference Number", "") or (reference[1] if reference else "")])
    party.numbers("imo", filter(None, [imo_number(f"IMO {row.get('IMO number', '')}")]))
    parties.born(party, number, "D.O.B", (part for value in several(_first(row, "D.O.B", "DOB")) for part in numbered(value)))
