"""Country names as publishers write them, to ISO 3166-1 alpha-2."""

import re
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

# Names the publishers use and CLDR does not; "" says: known, and no country.
OTHER_NAMES = {
    "bahamas, the": "BS",
    "china, hong kong special administrative region": "HK",
    "burma": "MM",
    "cabo verde": "CV",
    "congo, democratic republic of the": "CD",
    "democratic republic of the congo": "CD",
    "congo, republic of the": "CG",
    "cote d ivoire": "CI",
    "czech republic": "CZ",
    "democratic people's republic of korea": "KP",
    "dprk": "KP",
    "drc": "CD",
    "hong kong": "HK",
    "hong kong special administrative region": "HK",
    "iran (islamic republic of)": "IR",
    "korea, north": "KP",
    "korea, south": "KR",
    "libyan arab jamahiriya": "LY",
    "macau": "MO",
    "man, isle of": "IM",
    "netherlands antilles": "AN",
    "north macedonia, the republic of": "MK",
    "myanmar": "MM",
    "netherlands": "NL",
    "region: crimea": "UA",
    "region: gaza": "PS",
    "region: north gaza": "PS",
    "region: northern gaza": "PS",
    "region: northern mali": "ML",
    "region: russia": "RU",
    "region: west bank": "PS",
    "republic of guinea": "GN",
    "republic of korea": "KR",
    "russian federation": "RU",
    "state of palestine": "PS",
    "sultanate of oman": "OM",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "the gambia": "GM",
    "turkey": "TR",
    "uk": "GB",
    "union of the comoros": "KM",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "usa": "US",
    "viet nam": "VN",
    "virgin islands, british": "VG",
    "west bank": "PS",
}


# What people of a country are called, where publishers write that instead of the country.
PEOPLES = {
    code: words.split()
    for code, words in {
        "AE": "emirati", "AF": "afghan afgan", "AL": "albanian", "AM": "armenian", "AO": "angolan", "AR": "argentine argentinian",
        "AT": "austrian", "AU": "australian", "AZ": "azerbaijani", "BA": "bosnian", "BD": "bangladeshi", "BE": "belgian",
        "BG": "bulgarian", "BH": "bahraini", "BR": "brazilian", "BY": "belarusian", "CA": "canadian", "CD": "congolese",
        "CH": "swiss", "CN": "chinese", "CO": "colombian", "CU": "cuban", "CY": "cypriot", "CZ": "czech", "DE": "german",
        "DK": "danish", "DZ": "algerian", "EC": "ecuadorian", "EG": "egyptian", "ER": "eritrean", "ES": "spanish", "ET": "ethiopian",
        "FI": "finnish", "FR": "french", "GB": "british", "GE": "georgian", "GR": "greek", "HU": "hungarian", "ID": "indonesian",
        "IE": "irish", "IL": "israeli", "IN": "indian", "IQ": "iraqi", "IR": "iranian", "IT": "italian", "JO": "jordanian",
        "JP": "japanese", "KE": "kenyan", "KG": "kyrgyz", "KW": "kuwaiti", "KZ": "kazakh", "LB": "lebanese", "LT": "lithuanian",
        "LV": "latvian", "LY": "libyan", "MA": "moroccan", "MD": "moldovan", "ML": "malian", "MR": "mauritanian", "MX": "mexican",
        "MY": "malaysian", "NG": "nigerian", "NL": "dutch", "NO": "norwegian", "OM": "omani", "PE": "peruvian", "PH": "filipino",
        "PK": "pakistani", "PL": "polish", "PS": "palestinian", "PT": "portuguese", "QA": "qatari", "RO": "romanian", "RS": "serbian",
        "RU": "russian", "RW": "rwandan", "SA": "saudi saudi\xa0arabian", "SD": "sudanese", "SE": "swedish", "SN": "senegalese",
        "SO": "somali", "SY": "syrian", "TJ": "tajik", "TM": "turkmen", "TN": "tunisian", "TR": "turkish", "UA": "ukrainian",
        "UG": "ugandan", "US": "american", "UZ": "uzbek", "VE": "venezuelan", "VN": "vietnamese", "YE": "yemeni",
        "ZA": "south\xa0african", "ZW": "zimbabwean", "KP": "north\xa0korean", "KR": "south\xa0korean",
    }.items()
}  # fmt: skip
ADDED = re.compile(
    r"\s*\([^()]*\)|,? (?:as at|as of|since|by birth|passport|citizenship|national(?:ity)?)\b.*$|^(?:the|possibly|in) ", re.IGNORECASE
)


@cache
def _names() -> dict[str, str]:
    territories = Locale("en").territories
    names = {_folded(name): code for code, name in territories.items() if len(code) == 2 and code.isalpha() and code != "ZZ"}
    peoples = {people.replace("\xa0", " "): code for code, words in PEOPLES.items() for people in words}
    names |= {alias.lower(): codes[0] for alias, codes in get_global("territory_aliases").items() if len(alias) == 3 and alias.isalpha()}
    return names | peoples | {_folded(name): code for name, code in OTHER_NAMES.items()}


def _folded(name: str) -> str:
    return (
        name.casefold().replace("&", "and").replace("’", "'").replace("st. ", "saint ").replace("são", "sao").replace("é", "e").strip(" .")
    )


@lru_cache(maxsize=10_000)
def country_code(name: str) -> str:
    """The ISO code for an English name of a country or its people, or a code itself; "" when it names no country."""
    name = name.strip()
    if len(name) == 2 and name.isalpha() and name.upper() in Locale("en").territories:
        return name.upper()
    return _names().get(_folded(name), "") or _names().get(_folded(ADDED.sub("", ADDED.sub("", name))), "")
