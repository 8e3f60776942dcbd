"""OpenSanctions' `targets.simple.csv`: one row a party, several values in a field `;`-separated, countries in lower case.

Several files are several data sets of one download. Source: OpenSanctions, "Simplified tabular format".
"""

import re
from collections.abc import Sequence

from .files import ListFile, Row, records
from .gathered import Gathered, Parties
from .listed import Reading
from .values import countries_of, imo_number, kind_of, several

COLUMNS = ("id", "schema", "name", "aliases", "birth_date", "countries", "identifiers")
LEI = re.compile(r"[A-Z0-9]{18}\d{2}$")
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$")
NOT_PARTIES = {"CryptoWallet", "Security", "Address"}


def read_opensanctions(files: Sequence[ListFile]) -> Reading:
    """The parties of one download. Raises ListError "columns_missing"; "key_twice" when a party comes twice."""
    parties = Parties()
    for file in files:
        for number, row in records(file, COLUMNS):
            parties.counts[file.name] += 1
            if row["id"] and row["name"]:
                _add(row, parties.new(row["id"], kind_of(row["schema"])), number, parties)
            else:
                parties.find(number, "id" if row["name"] else "name", row["id"] or row["name"], "row_without_key")
    return parties.reading()


def _add(row: Row, party: Gathered, number: int, parties: Parties) -> None:
    party.name(row["name"], "primary")
    for alias in several(row["aliases"]):
        party.name(alias)
    parties.born_in(party, number, row, "birth_date")
    party.countries.update(countries_of(several(row["countries"])))
    for value in several(row["identifiers"]):
        add_number(party, value, wallet=row["schema"] in NOT_PARTIES)
    for address in several(row.get("addresses", "")):
        party.address(address)
    party.programmes.update(several(row.get("program_ids", "")) or several(row.get("dataset", "")))
    party.remarks = row.get("sanctions", "").strip('"')


def add_number(party: Gathered, value: str, *, wallet: bool = False) -> None:
    """A number whose kind only its shape tells."""
    if imo := imo_number(value):
        party.numbers("imo", [imo])
    elif wallet:
        party.numbers("wallet", [value])
    elif LEI.match(value):
        party.numbers("lei", [value])
    elif BIC.match(value):
        party.numbers("bic", [value])
    else:
        party.numbers("other", [value])
