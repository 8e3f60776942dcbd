"""Senzing JSON lines as OpenSanctions publishes them: one record a line.

Source: Senzing, "Generic entity specification"; the relations between records are not read.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from .countries import country_code
from .files import ListFile, json_lines
from .gathered import Gathered, Parties
from .listed import NameKind, Reading
from .opensanctions import add_number
from .values import document_kind, gender_of, imo_number, kind_of

NAME_KINDS: dict[str, NameKind] = {"PRIMARY": "primary", "FORMER": "fka"}
PLACES = ("NATIONALITY", "CITIZENSHIP", "COUNTRY_OF_ASSOCIATION", "REGISTRATION_COUNTRY", "ADDR_COUNTRY", "COUNTRY")
NUMBERS = {
    "PASSPORT": "passport",
    "NATIONAL_ID": "national",
    "SSN": "national",
    "TAX_ID": "tax",
    "LEI": "lei",
    "REGISTRATION": "registration",
    "SWIFT": "bic",
    "IMO": "imo",
    "OTHER_ID": "other",
}


def read_senzing(files: Sequence[ListFile]) -> Reading:
    """The records of one download. Raises ListError "row_broken"; "key_twice" when a record comes twice."""
    parties = Parties()
    for file in files:
        for number, record in json_lines(file):
            parties.counts[file.name] += 1
            if isinstance(record, dict) and record.get("RECORD_ID"):
                party = parties.new(str(record["RECORD_ID"]), kind_of(str(record.get("RECORD_TYPE", ""))))
                _add(record, party, number, parties)
            else:
                parties.find(number, "RECORD_ID", "", "row_without_key")
    return parties.reading()


def _of(record: dict[str, Any], group: str) -> Iterator[dict[str, str]]:
    """The members of a group; the flat form of the specification puts them on the record itself."""
    members = record.get(group, record.get("FEATURES", []))
    for member in members if isinstance(members, list) else []:
        if isinstance(member, dict):
            yield {str(key): str(value) for key, value in member.items()}


def _add(record: dict[str, Any], party: Gathered, number: int, parties: Parties) -> None:
    party.programmes.add(str(record.get("DATA_SOURCE", "")))
    for name in _of(record, "NAMES"):
        whole = name.get("NAME_FULL") or name.get("NAME_ORG") or " ".join(
            filter(None, (name.get(part, "") for part in ("NAME_FIRST", "NAME_MIDDLE", "NAME_LAST"))))  # fmt: skip
        party.name(whole, NAME_KINDS.get(name.get("NAME_TYPE", ""), "aka"), weak=name.get("NAME_TYPE") == "WEAK")
    party.topics.update(risk.get("TOPIC", "") for risk in _of(record, "RISKS"))
    births = (said.get("DATE_OF_BIRTH", "") for said in _of(record, "DATES"))
    parties.born(party, number, "DATE_OF_BIRTH", filter(None, births))
    party.countries.update(country_code(said[place]) for said in _of(record, "COUNTRIES") for place in PLACES if place in said)
    party.gender = next((gender for said in _of(record, "ATTRIBUTES") if (gender := gender_of(said.get("GENDER", "")))), "")
    for address in _of(record, "ADDRESSES"):
        party.address(address.get("ADDR_FULL", ""))
        party.countries.add(country_code(address["ADDR_COUNTRY"]) if "ADDR_COUNTRY" in address else "")
    for said in _of(record, "IDENTIFIERS"):
        _number(said, party)


def _number(said: dict[str, str], party: Gathered) -> None:
    if said.get("OTHER_ID_TYPE") == "OPEN_SANCTIONS":
        party.former_keys.add(said.get("OTHER_ID_NUMBER", ""))
        return
    for prefix, kind in NUMBERS.items():
        value = said.get(f"{prefix}_NUMBER", said.get(f"{prefix}_CODE", ""))
        country = country_code(said.get(f"{prefix}_COUNTRY", "") or "-")
        if value and kind == "other" and imo_number(value):
            add_number(party, value)
        elif value:
            party.numbers(document_kind(said["OTHER_ID_TYPE"]) if kind == "other" and "OTHER_ID_TYPE" in said else kind, [value], country)
