"""OFAC's lists as enhanced XML: `sanctionsData/entities/entity`, each whole in itself.

Source: OFAC Sanctions List Service, SDN_ENHANCED.XML and CONS_ENHANCED.XML. `entity/@id` is the permanent number, as in the CSV files.
Its daily changes (`changes/latest`) have the same elements in a namespace of their own, and say of each entity what was done to it.
"""

from collections.abc import Sequence

from .countries import country_code
from .elements import Element, Records
from .files import ListError, ListFile, beginning
from .gathered import Gathered
from .listed import Listed, Reading
from .ofac_advanced import OF_COUNTRIES
from .ofac_xml import NAME_KINDS, add_number
from .remarks import birth_date
from .values import birth_of, countries_of, day_of, gender_of, kind_of

CHANGES = b"ofac/DeltaFile/"


def read_ofac_enhanced(files: Sequence[ListFile]) -> Reading:
    """The parties of one download, which is one file. Raises ListError "one_file_expected", "only_changes", "party_unreadable"."""
    if len(files) != 1:
        raise ListError("one_file_expected", count=len(files))
    if CHANGES in beginning(files[0]):
        raise ListError("only_changes", file=files[0].name)
    parties: list[Listed] = []
    published = None
    for element in Records(files[0], {"sanctionsData"}, {"publicationInfo", "entity"}):
        if element.get("action"):
            raise ListError("only_changes", file=files[0].name)
        if element.tag == "entity":
            parties.append(_party(element))
        else:
            published = day_of(element.first("dataAsOf")[:10])
    return Reading(tuple(parties), {"entity": len(parties)}, published_on=published)


def _party(element: Element) -> Listed:
    party_type = element.first("generalInfo/entityType")
    party = Gathered(element.get("id"), kind_of(party_type))
    party.topics.add("sanction")
    party.remarks = element.first("generalInfo/remarks")
    party.programmes |= {programme.text for programme in element.all("sanctionsPrograms/sanctionsProgram")}
    for name in element.all("names/name"):
        _names(name, party)
    for document in element.all("identityDocuments/identityDocument"):
        add_number(party, document.first("type"), document.first("documentNumber"), country_code(document.first("issuingCountry")))
    for address in element.all("addresses/address"):
        parts = [part.first("value") for part in address.all("translations/translation/addressParts/addressPart")]
        party.address(*parts, address.first("country"))
        party.countries.update(countries_of([address.first("country")]))
    for other in element.all("relationships/relationship/relatedEntity"):
        if other.text:
            party.linked_to[other.text] = None
    for feature in element.all("features/feature"):
        _feature(feature.first("type"), feature.first("value"), party)
    listed = party.listed()
    if not party.key or not party.kind or listed is None:
        raise ListError("party_unreadable", key=party.key, name="", kind=party_type)
    return listed


def _names(name: Element, party: Gathered) -> None:
    is_primary, weak = name.first("isPrimary") == "true", name.first("isLowQuality") == "true"
    kind = NAME_KINDS.get(name.first("aliasType").lower(), "aka")
    for number, written in enumerate(name.all("translations/translation")):
        party.name(written.first("formattedFullName"), "primary" if is_primary and not number else kind, weak=weak)


def _feature(label: str, value: str, party: Gathered) -> None:
    if label == "Birthdate":
        party.births |= {known for known in [birth_date(value) or birth_of(value)] if known}
    elif label == "Gender":
        party.gender = gender_of(value)
    elif label in OF_COUNTRIES:
        party.countries.update(countries_of([value]))
    else:
        add_number(party, label, value, "")
