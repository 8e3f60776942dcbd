"""The Denied Persons List of the US Bureau of Industry and Security: tab separated, one row per address.

The list has no ids. A party is known by its name, so its rows are one party and a renamed one is another.
"""

import hashlib
from collections.abc import Sequence

from .countries import country_code
from .files import ListError, ListFile, beginning, encoding_of, records
from .gathered import Parties
from .listed import Reading

COLUMNS = ("Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date")


def read_dpl(files: Sequence[ListFile]) -> Reading:
    """The parties of one download, which is one file. Raises ListError "one_file_expected", "columns_missing"."""
    if len(files) != 1:
        raise ListError("one_file_expected", count=len(files))
    delimiter = "\t" if b"\t" in beginning(files[0]) else ","
    parties = Parties()
    for number, row in records(files[0], COLUMNS, delimiter=delimiter, encoding=encoding_of(files[0])):
        parties.counts["rows"] += 1
        if not row["Name"]:
            parties.find(number, "Name", row["Street_Address"], "row_without_key")
            continue
        key = hashlib.sha256(row["Name"].casefold().encode()).hexdigest()[:20]
        party = parties.of(key, "")
        party.name(row["Name"], "primary")
        party.programmes.add("DPL")
        party.topics.add("export.control")
        party.address(*(row[part] for part in ("Street_Address", "City", "State", "Postal_Code", "Country")))
        party.countries.add(country_code(row["Country"]) if row["Country"] else "")
        party.remarks = f"{row['Effective_Date']} - {row['Expiration_Date']}"
    return parties.reading()
