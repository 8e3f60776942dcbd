"""OFAC's lists as advanced XML: `Sanctions` with reference values, places, documents, parties and entries that name each other by number.

Source: OFAC, SDN_ADVANCED.XML and CONS_ADVANCED.XML (the United Nations' advanced sanctions data model). The party's permanent number is
`DistinctParty/@FixedRef`, the same as `ent_num` of the CSV files; programmes come after the parties, in the entries' measures.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from .countries import country_code
from .elements import Element, Records
from .files import ListError, ListFile
from .gathered import Gathered
from .listed import BirthDate, Kind, Reading
from .ofac_xml import NAME_KINDS, add_number
from .values import countries_of, gender_of, kind_of

RECORDS = {"DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry"}
OF_COUNTRIES = {"Nationality Country", "Citizenship Country", "Vessel Flag", "Nationality of Registration"}
Day = tuple[int, int, int]


def read_ofac_advanced(files: Sequence[ListFile]) -> Reading:
    """The parties of one download, which is one file. Raises ListError "one_file_expected", "party_unreadable"."""
    if len(files) != 1:
        raise ListError("one_file_expected", count=len(files))
    book = _Book()
    for element in Records(files[0], {"Sanctions"}, RECORDS):
        book.take(element)
    parties = tuple(_listed(party) for party in book.parties.values())
    return Reading(parties, {"DistinctParty": len(parties)}, published_on=book.issued)


def _listed(party: Gathered) -> Any:
    listed = party.listed()
    if not party.key or not party.kind or listed is None:
        raise ListError("party_unreadable", key=party.key, name="", kind=party.kind)
    return listed


class _Book:
    """What was read so far: words by the kind and number of their reference, places, documents, and the parties by profile."""

    def __init__(self) -> None:
        self.words: dict[tuple[str, str], str] = {}
        self.party_types: dict[str, str] = {}
        self.places: dict[str, tuple[str, str]] = {}  # number -> country, the whole address
        self.documents: defaultdict[str, list[Element]] = defaultdict(list)
        self.parties: dict[str, Gathered] = {}
        self.issued: date | None = None

    def take(self, element: Element) -> None:
        match element.tag:
            case "DateOfIssue":
                self.issued = date(*(int(element.first(part)) for part in ("Year", "Month", "Day")))
            case "ReferenceValueSets":
                self._references(element)
            case "Location":
                self.places[element.get("ID")] = self._place(element)
            case "IDRegDocument":
                self.documents[element.get("IdentityID")].append(element)
            case "DistinctParty":
                self._party(element)
            case "ProfileRelationship":
                self._relationship(element)
            case _:
                self._entry(element)

    def _references(self, element: Element) -> None:
        for value in (value for group in element.children for value in group.children):
            self.words[value.tag, value.get("ID")] = value.text
            if value.tag == "PartySubType":
                self.party_types[value.get("ID")] = value.get("PartyTypeID")

    def _word(self, tag: str, number: str) -> str:
        return self.words.get((tag, number), "")

    def _place(self, element: Element) -> tuple[str, str]:
        parts = [part.first("LocationPartValue/Value") for part in element.all("LocationPart")]
        named = [self._word("Country", country.get("CountryID")) for country in element.all("LocationCountry")]
        country = next(countries_of([*named, *parts]), "")
        return country, ", ".join(filter(None, [*parts, *named]))

    def _party(self, element: Element) -> None:
        for profile in element.all("Profile"):
            kind = self._kind(profile.get("PartySubTypeID"))
            party = self.parties[profile.get("ID")] = Gathered(element.get("FixedRef"), kind)
            party.topics.add("sanction")
            party.remarks = element.first("Comment")
            for identity in profile.all("Identity"):
                self._names(identity, party)
                for document in self.documents.pop(identity.get("ID"), []):
                    country = country_code(self._word("Country", document.get("IssuedBy-CountryID")))
                    label = self._word("IDRegDocType", document.get("IDRegDocTypeID"))
                    add_number(party, label, document.first("IDRegistrationNo"), country)
            for feature in profile.all("Feature"):
                self._feature(self._word("FeatureType", feature.get("FeatureTypeID")), feature, party)

    def _kind(self, number: str) -> Kind:
        return kind_of(self._word("PartySubType", number)) or kind_of(self._word("PartyType", self.party_types.get(number, "")))

    def _names(self, identity: Element, party: Gathered) -> None:
        groups = {one.get("ID"): one.get("NamePartTypeID") for one in identity.all("NamePartGroups/MasterNamePartGroup/NamePartGroup")}
        for alias in identity.all("Alias"):
            is_primary = alias.get("Primary") == "true"
            kind = NAME_KINDS.get(self._word("AliasType", alias.get("AliasTypeID")).lower(), "aka")
            for number, named in enumerate(alias.all("DocumentedName")):
                text = self._name(named, groups, is_person=party.kind == "person")
                party.name(text, "primary" if is_primary and not number else kind, weak=alias.get("LowQuality") == "true")

    def _name(self, named: Element, groups: dict[str, str], *, is_person: bool) -> str:
        parts = [(part.text, groups.get(part.get("NamePartGroupID"), "")) for part in named.all("DocumentedNamePart/NamePartValue")]
        if not is_person:
            return " ".join(text for text, _ in parts)
        last = [text for text, group in parts if self._word("NamePartType", group) == "Last Name"] or [text for text, _ in parts[:1]]
        return ", ".join(filter(None, (" ".join(last), " ".join(text for text, _ in parts if text not in last))))

    def _feature(self, label: str, feature: Element, party: Gathered) -> None:
        versions = feature.all("FeatureVersion") or [feature]
        for version in versions:
            places = [self.places.get(place.get("LocationID"), ("", "")) for place in version.all("VersionLocation")]
            said = [
                detail.text or self._word("DetailReference", detail.get("DetailReferenceID")) for detail in version.all("VersionDetail")
            ]
            if label == "Birthdate":
                party.births |= set(_births(version))
            elif label == "Gender":
                party.gender = next(filter(None, map(gender_of, said)), party.gender)
            elif label in OF_COUNTRIES:
                party.countries |= {country for country, _ in places} | set(countries_of(said))
            elif label == "Location":
                party.countries |= {country for country, _ in places}
                for _, address in places:
                    party.address(address)
            else:
                for number in said:
                    add_number(party, label, number, "")

    def _relationship(self, element: Element) -> None:
        """Whom a party is linked to, by name, as the remarks of the CSV files say; what they were to each other once is left out."""
        party, other = self.parties.get(element.get("From-ProfileID")), self.parties.get(element.get("To-ProfileID"))
        if party and other and other.names and element.get("Former") != "true":
            party.linked_to[other.primary.text] = None

    def _entry(self, element: Element) -> None:
        if party := self.parties.get(element.get("ProfileID")):
            measures = element.all("SanctionsMeasure")
            named = (one for one in measures if self._word("SanctionsType", one.get("SanctionsTypeID")) == "Program")
            party.programmes |= {one.first("Comment") for one in named}


def _births(version: Element) -> Iterator[BirthDate]:
    """A period from its first to its last day, as exactly as it is meant: a day, a month, a year or a range of years."""
    for period in version.all("DatePeriod"):
        days = [_day(period, path) for path in ("Start/From", "Start/To", "End/From", "End/To")]
        known = [day for day in days if day[0]]
        if not known:
            continue
        first, last = min(known), max(known)
        circa = any(start.get("Approximate") == "true" for start in period.all("Start"))
        if first[0] != last[0]:
            yield BirthDate(first[0], until=last[0], circa=circa)
        elif first[1:] == (1, 1) and last[1:] == (12, 31):
            yield BirthDate(first[0], circa=circa)
        elif first[1] and first[2] == 1 and last[1:] == (first[1], calendar.monthrange(*first[:2])[1]):
            yield BirthDate(*first[:2], circa=circa)
        else:
            yield BirthDate(*first, circa=circa) if first == last else BirthDate(first[0], circa=circa)


def _day(period: Element, path: str) -> Day:
    year, month, day = (int(text) if (text := period.first(f"{path}/{part}")).isdecimal() else 0 for part in ("Year", "Month", "Day"))
    return year, month, day
