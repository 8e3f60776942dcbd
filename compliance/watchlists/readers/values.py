"""Cells and attributes as publishers write them: dates of any precision, kinds of party, numbers, several values in one field."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from .countries import country_code
from .listed import BirthDate, Kind
from .remarks import birth_date

ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?:T.*)?$")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2}|[a-z]{2})[./-](?P<month>\d{1,2}|[a-z]{2})[./-](?P<year>\d{4})$", re.IGNORECASE)
MONTH_YEAR = re.compile(r"(?P<month>\d{1,2})[./](?P<year>\d{4})$")
YEARS = re.compile(r"(?P<year>\d{4})\s*(?:-|/|to|and|–)\s*(?P<until>\d{4})$")
ABOUT = re.compile(r"^\(?(?:circa|ca?\.|approximately|approx\.?|about|between)\s+|~$|\s*\((?:approx.*|circa)\)$", re.IGNORECASE)
IMO = re.compile(r"IMO\s*(?P<number>\d{7})$", re.IGNORECASE)

NUMBER = re.compile(r"\b(?=[\w/.-]*\d)[A-Z0-9][A-Z0-9/.-]{3,}(?: \d{3,})*(?<![.-])", re.IGNORECASE)

KINDS_OF_PARTY: dict[str, Kind] = {
    "p": "person",
    "person": "person",
    "individual": "person",
    "e": "organisation",
    "entity": "organisation",
    "enterprise": "organisation",
    "organization": "organisation",
    "organisation": "organisation",
    "company": "organisation",
    "legalentity": "organisation",
    "publicbody": "organisation",
    "ship": "vessel",
    "vessel": "vessel",
    "airplane": "aircraft",
    "aircraft": "aircraft",
}
GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female"}
DOCUMENTS = [
    ("passport", "passport"),
    ("passeport", "passport"),
    ("pasaporte", "passport"),
    ("imo", "imo"),
    ("lei", "lei"),
    ("swift", "bic"),
    ("bic", "bic"),
    ("tax", "tax"),
    ("fiscal", "tax"),
    ("vat", "tax"),
    ("inn", "tax"),
    ("regnumber", "registration"),
    ("registration", "registration"),
    ("ogrn", "registration"),
    ("ssn", "national"),
    ("national", "national"),
    ("identi", "national"),
    ("id", "national"),
]


def kind_of(text: str) -> Kind:
    """person, organisation, vessel or aircraft; "" when the publisher does not say."""
    return KINDS_OF_PARTY.get(text.strip().lower(), "")


def gender_of(text: str) -> str:
    return GENDERS.get(text.strip().lower(), "")


def document_kind(text: str) -> str:
    """The kind of number a document's name speaks of."""
    folded = text.lower()
    return next((kind for word, kind in DOCUMENTS if word in folded), "other")


def several(text: str, separator: str = ";") -> list[str]:
    """The values of a field, blanks and empty ones left out."""
    return [value for part in text.split(separator) if (value := " ".join(part.split()))]


def numbered(text: str) -> list[str]:
    """`1) Saudi Arabia 2) Qatar` or one plain value."""
    return [part.strip(" ,;.") for part in re.split(r"(?:^|\s)\(?\d{1,2}\)\s*", text) if part.strip(" ,;.")]


def number_in(text: str) -> str:
    """The number itself in `Passport No: 592667 (Qatari, issued 3 May 2007)`; the whole text when it holds none."""
    found = NUMBER.search(text)
    return found[0] if found else text


def birth_of(text: str) -> BirthDate | None:
    """A birth date as exactly as the text knows it: `1966-09-08`, `08/09/1966`, `00/00/1966`, `8.9.1966`, `1957-1959`, `circa 1970`."""
    text = " ".join(text.split())
    bare = ABOUT.sub("", text).strip()
    circa = bare != text
    for pattern in (ISO, DAY_FIRST, MONTH_YEAR, YEARS):
        if found := pattern.match(bare):
            return _birth(found.groupdict(), circa=circa and pattern is not YEARS)
    return birth_date(text)


def _birth(parts: dict[str, str | None], *, circa: bool) -> BirthDate | None:
    year, until = int(parts["year"] or 0), int(parts.get("until") or 0)
    month, day = (int(part) if (part := parts.get(name) or "").isdecimal() else 0 for name in ("month", "day"))
    if not 1800 <= year <= 2100 or month > 12 or day > 31:
        return None
    return BirthDate(year, month, day if month else 0, until if until > year else 0, circa)


def countries_of(names: Iterable[str]) -> Iterator[str]:
    """ISO codes of the names that are countries."""
    return filter(None, map(country_code, names))


def imo_number(text: str) -> str:
    """The seven digits of `IMO 9187629`; "" when it is none."""
    found = IMO.match(text.strip())
    return found["number"] if found else ""


def day_of(text: str, *forms: str) -> date | None:
    """A day in one of the forms of `strptime`; None when it is none of them."""
    for form in forms or ("%Y-%m-%d",):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a publisher's date has no zone)
        except ValueError:
            continue
    return None
