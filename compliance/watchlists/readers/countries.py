"""Country names as publishers write them, to ISO 3166-1 alpha-2."""

from functools import cache

from babel import Locale

# Names the publishers use and CLDR does not; "" says: known, and no country.
OTHER_NAMES = {
    "bahamas, the": "BS",
    "burma": "MM",
    "cabo verde": "CV",
    "congo, democratic republic of the": "CD",
    "congo, republic of the": "CG",
    "cote d ivoire": "CI",
    "czech republic": "CZ",
    "democratic people's republic of korea": "KP",
    "hong kong": "HK",
    "korea, north": "KP",
    "korea, south": "KR",
    "macau": "MO",
    "man, isle of": "IM",
    "netherlands antilles": "AN",
    "north macedonia, the republic of": "MK",
    "palestinian": "PS",
    "region: crimea": "UA",
    "region: gaza": "PS",
    "region: north gaza": "PS",
    "region: northern gaza": "PS",
    "region: northern mali": "ML",
    "region: russia": "RU",
    "region: west bank": "PS",
    "swaziland": "SZ",
    "the gambia": "GM",
    "turkey": "TR",
    "uk": "GB",
    "usa": "US",
    "virgin islands, british": "VG",
    "west bank": "PS",
}


@cache
def _names() -> dict[str, str]:
    territories = Locale("en").territories
    names = {_folded(name): code for code, name in territories.items() if len(code) == 2 and code.isalpha() and code != "ZZ"}
    return names | {_folded(name): code for name, code in OTHER_NAMES.items()}


def _folded(name: str) -> str:
    return name.casefold().replace("&", "and").replace("st. ", "saint ").replace("são", "sao").replace("é", "e").strip(" .")


@cache
def country_code(name: str) -> str:
    """The ISO code for an English country name or an ISO code itself; "" when it names no country."""
    name = name.strip()
    if len(name) == 2 and name.isalpha() and name.upper() in Locale("en").territories:
        return name.upper()
    return _names().get(_folded(name.removeprefix("possibly ")), "")
