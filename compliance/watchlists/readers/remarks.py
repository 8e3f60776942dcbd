"""OFAC's `Remarks`: one `;`-separated text with fixed phrases, read into facts."""

import calendar
import re
from dataclasses import dataclass, field

from .countries import country_code
from .listed import BirthDate, Identifier, ListedName, NameKind

MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
BORN = re.compile(r"(?P<circa>circa )?(?:(?:(?P<day>\d{1,2}) )?(?P<month>[A-Z][a-z]{2}) )?(?P<year>\d{4})(?P<rest>.*)")
RANGE_END = re.compile(r"(?: to |\s*-\s*)(?:.* )?(?P<year>\d{4})")
ALIAS = re.compile(r"(?P<kind>[afn])\.k\.a\. ['\"](?P<name>.+?)['\"]?$")
NUMBER = re.compile(r"(?P<label>.+?) (?P<number>\S*\d\S*(?: \d\S*)*)(?: \((?P<country>[^)]*)\))?(?: issued .*| expires .*)?$")
WALLET = re.compile(r"Digital Currency Address - (?P<currency>\S+) (?P<number>\S+)")
BIC = re.compile(r"SWIFT/BIC (?P<number>[A-Z0-9]{8,11})")
VESSEL_IMO = re.compile(r"IMO (?P<number>\d{7})$")

# Label in the remarks -> kind of number. The first label that begins the phrase decides, longer ones first.
LABELS = {
    "Legal Entity Number": "lei",
    "Tax ID No.": "tax",
    "V.A.T. Number": "tax",
    "RFC": "tax",
    "NIT #": "tax",
    "RUC #": "tax",
    "RIF #": "tax",
    "C.U.I.T.": "tax",
    "C.U.I.P.": "national",
    "C.U.R.P.": "national",
    "D.N.I.": "national",
    "D-U-N-S Number": "other",
    "SSN": "national",
    "Cedula No.": "national",
    "National ID No.": "national",
    "Personal ID Card": "national",
    "Identification Number": "national",
    "National Foreign ID Number": "national",
    "Passport": "passport",
    "Registration Number": "registration",
    "Registration ID": "registration",
    "Business Registration": "registration",
    "Business Number": "registration",
    "Company Number": "registration",
    "Commercial Registry Number": "registration",
    "Chamber of Commerce Number": "registration",
    "Trade License No.": "registration",
    "Government Gazette Number": "registration",
    "Economic Register Number (CBLS)": "registration",
    "Unified Social Credit Code (USCC)": "registration",
    "Central Registration System Number": "registration",
    "C.R. No.": "registration",
    "Folio Mercantil No.": "registration",
    "Matricula Mercantil No": "registration",
    "MMSI": "other",
    "Aircraft Manufacturer's Serial Number (MSN)": "other",
    "Aircraft Tail Number": "other",
}
LABELLED = re.compile("|".join(map(re.escape, LABELS)))


@dataclass(slots=True)
class Remarks:
    """What the remarks of one party say, in the order they say it."""

    aliases: list[ListedName] = field(default_factory=list)
    births: list[BirthDate] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    linked_to: list[str] = field(default_factory=list)
    gender: str = ""


def read_remarks(text: str) -> Remarks:
    """The facts in `text`. A name in quotes here is a weak alias; a phrase that is not known is left alone."""
    found = Remarks()
    for phrase in re.split(r";\s*", text):
        _read_phrase(phrase.strip().removeprefix("alt. "), found)
    return found


def _read_phrase(phrase: str, found: Remarks) -> None:
    word, _, rest = phrase.partition(" ")
    rest = rest.removesuffix(".")
    match word:
        case "DOB":
            found.births += filter(None, [birth_date(rest)])
        case "nationality" | "citizen":
            found.countries += filter(None, [country_code(rest)])
        case "Gender":
            found.gender = rest.lower()
        case "Linked" | "(Linked":
            found.linked_to.append(rest.removeprefix("To: ").rstrip(")"))
        case "a.k.a." | "f.k.a." | "n.k.a.":
            _read_alias(phrase.removesuffix("."), found)
        case _:
            _read_number(phrase.removesuffix("."), found)


def _read_alias(phrase: str, found: Remarks) -> None:
    kinds: dict[str, NameKind] = {"a": "aka", "f": "fka", "n": "nka"}
    if alias := ALIAS.match(phrase):
        found.aliases.append(ListedName(alias["name"], kinds[alias["kind"]], weak=True))


def _read_number(phrase: str, found: Remarks) -> None:
    if special := WALLET.match(phrase):
        found.identifiers.append(Identifier("wallet", special["number"]))
    elif special := BIC.match(phrase):
        found.identifiers.append(Identifier("bic", special["number"]))
    elif special := VESSEL_IMO.search(phrase):
        found.identifiers.append(Identifier("imo", special["number"]))
    elif (kind := label_kind(phrase)) and (number := NUMBER.match(phrase)):
        found.identifiers.append(Identifier(kind, number["number"], country_code(number["country"] or "")))


def label_kind(phrase: str) -> str:
    """The kind of number a phrase of OFAC's begins with; "" when it speaks of something else."""
    found = LABELLED.match(phrase)
    return LABELS[found[0]] if found else ""


def bic_number(text: str) -> str:
    found = BIC.match(f"SWIFT/BIC {text}")
    return found["number"] if found else ""


def birth_date(text: str) -> BirthDate | None:
    """`08 Sep 1966`, `Sep 1966`, `1966`, `circa 1966`, `1957 to 1959`, `01 Jan 1957 to 31 Dec 1959`, or None."""
    born = BORN.match(text)
    if not born or (born["month"] and born["month"] not in MONTHS):
        return None
    year, circa = int(born["year"]), bool(born["circa"])
    if end := RANGE_END.match(born["rest"]):
        until = int(end["year"])
        return BirthDate(year, until=until if until != year else 0, circa=circa)
    return BirthDate(year, MONTHS.get(born["month"] or "", 0), int(born["day"] or 0), circa=circa)
