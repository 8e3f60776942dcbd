"""Countries by their ISO 3166 code, with their names in the reader's language."""

from functools import cache

from babel import Locale

from o2c.core.spoken import reading_locale

NOT_COUNTRIES = {"CQ", "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


@cache
def known() -> frozenset[str]:
    """Every two-letter code."""
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES)


def name(code: str) -> str:
    """The country's name in the reader's language; an unknown code as it is."""
    return str(reading_locale().territories.get(code, code))


def choices() -> list[tuple[str, str]]:
    """For selects: code and name, sorted by name."""
    return sorted(((code, name(code)) for code in known()), key=lambda pair: pair[1])
