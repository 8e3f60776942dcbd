"""What is unusual about a customer being typed: nothing of it is wrong for certain, all of it is worth a second look."""

import re

from o2c.accounts.customers.rules.identifiers import country_of_vat_id

PLACEHOLDERS = r"test|tbd|n/?a|xxx+|unknown|none|dummy"  # read here and, by the nightly rule of data quality, in the database
PLACEHOLDER = re.compile(rf"^({PLACEHOLDERS}|-+|\.+)\b", re.IGNORECASE)
PERSONAL = re.compile(r"[@]|https?:|www\.|\b\d{6,}\b")


def unusual(name: str, country: str, vat_id: str) -> list[str]:
    """Codes of what is unusual: "name_placeholder", "name_with_other_data", "name_in_capitals", "name_short", "vat_country_differs"."""
    name, vat_id = name.strip(), re.sub(r"[^0-9A-Za-z]", "", vat_id).upper()
    letters = [letter for letter in name if letter.isalpha()]
    tax_country = country_of_vat_id(vat_id) if len(vat_id) > 4 else ""
    found = [
        (bool(PLACEHOLDER.match(name)), "name_placeholder"),
        (bool(PERSONAL.search(name)), "name_with_other_data"),
        (len(letters) > 8 and all(letter.isupper() for letter in letters) and name.isascii(), "name_in_capitals"),
        (0 < len(name) < 3 and name.isascii(), "name_short"),
        (bool(tax_country and country and tax_country != country), "vat_country_differs"),
    ]
    return [code for is_so, code in found if is_so]
