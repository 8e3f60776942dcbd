"""The EU's consolidated list of financial sanctions as XML: `export/sanctionEntity`, everything in attributes.

The permanent key is `euReferenceNumber`; a name with `strong="false"` is weak.
Source: European Commission, FSF "XML (Based on XSD) v1.1".
"""

from collections.abc import Sequence
from itertools import chain

from .countries import country_code
from .elements import Element, Records
from .files import ListError, ListFile
from .gathered import Gathered
from .listed import BirthDate, Listed, Reading
from .values import birth_of, day_of, document_kind, gender_of, kind_of


def read_eu_xml(files: Sequence[ListFile]) -> Reading:
    """The parties of one download, which is one file. Raises ListError "one_file_expected", "party_unreadable"."""
    if len(files) != 1:
        raise ListError("one_file_expected", count=len(files))
    records = Records(files[0], {"export"}, {"sanctionEntity"})
    parties = tuple(map(_party, records))
    published = day_of(records.root.get("generationDate")[:10]) if records.root else None
    return Reading(parties, {"sanctionEntity": len(parties)}, published_on=published)


def _party(element: Element) -> Listed:
    key = element.get("euReferenceNumber") or element.get("logicalId")
    subject = next(iter(element.all("subjectType")), Element(""))
    party = Gathered(key, kind_of(subject.get("code")) or kind_of(subject.get("classificationCode")))
    party.former_keys.add(element.get("logicalId"))
    party.numbers("un", [element.get("unitedNationId")])
    party.remarks = element.first("remark")
    party.topics.add("sanction")
    party.programmes |= {regulation.get("programme") for regulation in element.all("regulation")}
    for at, name in enumerate(element.all("nameAlias")):
        whole = name.get("wholeName") or " ".join(filter(None, map(name.get, ("firstName", "middleName", "lastName"))))
        party.name(whole, "primary" if at == 0 else "aka", weak=name.get("strong") == "false")
        party.gender = party.gender or gender_of(name.get("gender"))
    party.births.update(filter(None, map(_birth, element.all("birthdate"))))
    for number in element.all("identification"):
        kind = document_kind(number.get("identificationTypeCode") or number.get("identificationTypeDescription"))
        party.numbers(kind, [number.get("number") or number.get("latinNumber")], country_code(number.get("countryIso2Code")))
    for address in element.all("address"):
        party.address(*map(address.get, ("street", "poBox", "zipCode", "city", "region", "countryDescription")))
    places = chain(element.all("citizenship"), element.all("address"))
    party.countries.update(country_code(place.get("countryIso2Code")) for place in places)
    listed = party.listed()
    if not key or listed is None:
        raise ListError("party_unreadable", key=key, name="", kind=subject.get("code"))
    return listed


def _birth(element: Element) -> BirthDate | None:
    circa = element.get("circa") == "true"
    first, last = element.get("yearRangeFrom"), element.get("yearRangeTo")
    if first.isdecimal() and int(first):
        return BirthDate(int(first), until=int(last) if last.isdecimal() and int(last) > int(first) else 0, circa=circa)
    known = birth_of(element.get("birthdate"))
    if known:
        return BirthDate(known.year, known.month, known.day, known.until, circa or known.circa)
    year, month, day = (int(part) if (part := element.get(name)).isdecimal() else 0 for name in ("year", "monthOfYear", "dayOfMonth"))
    return BirthDate(year, month, day if month else 0, circa=circa) if year else None
