"""The UN Security Council's consolidated list, XML.

The permanent key is REFERENCE_NUMBER (`QDi.001`). An alias of quality `Low` is weak.
Source: United Nations Security Council, sc-sanctions.xsd.
"""

from collections.abc import Sequence
from datetime import date

from .elements import Element, Records
from .files import ListError, ListFile
from .gathered import Gathered
from .listed import BirthDate, Kind, Listed, NameKind, Reading
from .values import birth_of, countries_of, day_of, document_kind, gender_of

NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
KINDS: dict[str, Kind] = {"INDIVIDUAL": "person", "ENTITY": "organisation"}
FORMER: dict[str, NameKind] = {"f.k.a.": "fka", "fka": "fka"}


def read_un(files: Sequence[ListFile]) -> Reading:
    """The individuals and entities of one download, which is one file. Raises ListError "one_file_expected"."""
    if len(files) != 1:
        raise ListError("one_file_expected", count=len(files))
    records = Records(files[0], {"CONSOLIDATED_LIST"}, KINDS)
    counts = dict.fromkeys(KINDS, 0)
    parties: list[Listed] = []
    for element in records:
        counts[element.tag] += 1
        parties.append(_party(element))
    return Reading(tuple(parties), counts, published_on=_generated(records.root))


def _generated(root: Element | None) -> date | None:
    return day_of(root.get("dateGenerated")[:10]) if root else None


def _party(element: Element) -> Listed:
    key = element.first("REFERENCE_NUMBER") or element.first("DATAID")
    party = Gathered(key, KINDS[element.tag])
    party.numbers("un", [element.first("REFERENCE_NUMBER")])
    party.name(" ".join(filter(None, map(element.first, NAMES))), "primary")
    party.name(element.first("NAME_ORIGINAL_SCRIPT"))
    prefix = element.tag
    for alias in element.all(f"{prefix}_ALIAS"):
        quality = alias.first("QUALITY")
        party.name(alias.first("ALIAS_NAME"), FORMER.get(quality.lower(), "aka"), weak=quality == "Low")
        party.name(alias.first("NAME_ORIGINAL_SCRIPT"), weak=quality == "Low")
    _facts(element, party)
    for address in element.all(f"{prefix}_ADDRESS"):
        party.address(*(address.first(part) for part in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")))
        party.countries.update(countries_of([address.first("COUNTRY")]))
    listed = party.listed()
    if not key or listed is None:
        raise ListError("party_unreadable", key=key, name="", kind=element.tag)
    return listed


def _facts(element: Element, party: Gathered) -> None:
    party.gender = gender_of(element.first("GENDER"))
    party.remarks = element.first("COMMENTS1")
    party.programmes.add(element.first("UN_LIST_TYPE"))
    party.topics.add("sanction")
    party.countries.update(countries_of(value.text for value in element.all("NATIONALITY/VALUE")))
    party.births.update(filter(None, map(_birth, element.all("INDIVIDUAL_DATE_OF_BIRTH"))))
    for document in element.all("INDIVIDUAL_DOCUMENT"):
        country = next(countries_of([document.first("ISSUING_COUNTRY") or document.first("COUNTRY_OF_ISSUE")]), "")
        party.numbers(document_kind(document.first("TYPE_OF_DOCUMENT")), [document.first("NUMBER")], country)


def _birth(element: Element) -> BirthDate | None:
    circa = element.first("TYPE_OF_DATE") == "APPROXIMATELY"
    if (first := element.first("FROM_YEAR")).isdecimal():
        until = element.first("TO_YEAR")
        return BirthDate(int(first), until=int(until) if until.isdecimal() and until > first else 0, circa=circa)
    known = birth_of(element.first("DATE") or element.first("YEAR"))
    return BirthDate(known.year, known.month, known.day, known.until, circa or known.circa) if known else None
