"""The US Consolidated Screening List, one CSV over thirteen lists of three departments; lists inside a field are `;`-separated.

A party listed twice under one `_id` is one party with both programmes. Source: ITA, trade.gov, "CSL CSV field definitions".
"""

import re
from collections.abc import Sequence

from .countries import country_code
from .files import ListError, ListFile, Row, records
from .gathered import Gathered, Parties
from .listed import Reading
from .remarks import label_kind
from .values import countries_of, imo_number, kind_of, several

COLUMNS = ("_id", "source", "type", "programs", "name", "addresses", "remarks", "alt_names", "citizenships", "dates_of_birth", "ids")
LIST_CODE = re.compile(r"\(([A-Z]{2,6})\)")


def read_csl(files: Sequence[ListFile]) -> Reading:
    """The parties of one download, which is one file. Raises ListError "one_file_expected", "columns_missing"."""
    if len(files) != 1:
        raise ListError("one_file_expected", count=len(files))
    parties = Parties()
    for number, row in records(files[0], COLUMNS):
        parties.counts["rows"] += 1
        if row["_id"]:
            _add(row, parties.of(row["_id"], kind_of(row["type"])), number, parties)
        else:
            parties.find(number, "_id", row["name"], "row_without_key")
    return parties.reading()


def _add(row: Row, party: Gathered, number: int, parties: Parties) -> None:
    party.name(row["name"], "aka" if party.names else "primary")
    for alias in several(row["alt_names"]):
        party.name(alias)
    code = LIST_CODE.search(row["source"])
    party.programmes.update(several(row["programs"]), [code[1]] if code else [])
    party.topics.add("sanction" if code and code[1] in {"SDN", "SSI", "FSE", "MBS"} else "export.control")
    party.remarks = party.remarks or row["remarks"]
    for address in several(row["addresses"]):
        party.address(address)
        party.countries.add(country_code(address.rpartition(",")[2]))
    party.countries.update(countries_of(several(f"{row['citizenships']};{row.get('nationalities', '')};{row.get('vessel_flag', '')}")))
    parties.born_in(party, number, row, "dates_of_birth")
    for said in several(row["ids"]):
        _number(said, party)


def _number(said: str, party: Gathered) -> None:
    """`K048787, Passport`, `5030056754, Tax ID No., RU`, `Male, Gender`."""
    number, _, rest = said.partition(", ")
    label, _, country = rest.partition(", ")
    if label == "Gender":
        party.gender = number.lower()
    elif imo := imo_number(number):
        party.numbers("imo", [imo])
    elif kind := label_kind(label):
        party.numbers(kind, [number], country_code(country) if country else "")
