"""OFAC's lists as XML, SDN and consolidated alike: `sdnList/sdnEntry`. Names and numbers come out as from the CSV files.

Source: OFAC Sanctions List Service, SDN.XML and CONSOLIDATED.XML (sdnList schema); weak names carry the category `weak`.
"""

from collections.abc import Sequence

from .countries import country_code
from .elements import Element, Records
from .files import ListError, ListFile
from .gathered import Gathered
from .listed import Listed, NameKind, Reading
from .remarks import bic_number, birth_date, label_kind
from .values import birth_of, countries_of, day_of, gender_of, imo_number, kind_of

NAME_KINDS: dict[str, NameKind] = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}
WALLET = "Digital Currency Address"


def read_ofac_xml(files: Sequence[ListFile]) -> Reading:
    """The parties of one download, which is one file. Raises ListError "one_file_expected", "party_unreadable", "record_count"."""
    if len(files) != 1:
        raise ListError("one_file_expected", count=len(files))
    parties: list[Listed] = []
    said: Element | None = None
    for element in Records(files[0], {"sdnList"}, {"sdnEntry", "publshInformation"}):
        if element.tag == "sdnEntry":
            parties.append(_party(element))
        else:
            said = element
    announced = said.first("Record_Count") if said else ""
    if announced.isdecimal() and int(announced) != len(parties):
        raise ListError("record_count", file=files[0].name, announced=int(announced), found=len(parties))
    published = day_of(said.first("Publish_Date"), "%m/%d/%Y", "%Y-%m-%d") if said else None
    return Reading(tuple(parties), {"sdnEntry": len(parties)}, published_on=published)


def _party(element: Element) -> Listed:
    key, party_type = element.first("uid"), element.first("sdnType")
    party = Gathered(key, kind_of(party_type))
    party.name(_name(element), "primary")
    for alias in element.all("akaList/aka"):
        party.name(_name(alias), NAME_KINDS.get(alias.first("type"), "aka"), weak=alias.first("category") == "weak")
    party.remarks = element.first("remarks")
    party.topics.add("sanction")
    party.programmes |= {programme.text for programme in element.all("programList/program")}
    for born in element.all("dateOfBirthList/dateOfBirthItem"):
        text = born.first("dateOfBirth")
        party.births |= {known for known in [birth_date(text) or birth_of(text)] if known}
    for number in element.all("idList/id"):
        add_number(party, number.first("idType"), number.first("idNumber"), country_code(number.first("idCountry")))
    for address in element.all("addressList/address"):
        parts = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
        party.address(*map(address.first, parts))
    places = ("nationalityList/nationality/country", "citizenshipList/citizenship/country", "addressList/address/country")
    party.countries.update(countries_of(place.text for path in places for place in element.all(path)))
    party.countries.update(countries_of([element.first("vesselInfo/vesselFlag")]))
    listed = party.listed()
    if not key or listed is None:
        raise ListError("party_unreadable", key=key, name="", kind=party_type)
    return listed


def _name(element: Element) -> str:
    return ", ".join(filter(None, (element.first("lastName"), element.first("firstName"))))


def add_number(party: Gathered, label: str, number: str, country: str) -> None:
    """A number under OFAC's own label; of what is none nothing is kept."""
    if label == "Gender":
        party.gender = gender_of(number)
    elif imo := imo_number(number):
        party.numbers("imo", [imo])
    elif label.startswith(WALLET):
        party.numbers("wallet", [number])
    elif label == "SWIFT/BIC":
        party.numbers("bic", filter(None, [bic_number(number)]))
    elif kind := label_kind(label):
        party.numbers(kind, [number], country)
        party.countries |= {country} if kind in {"tax", "registration"} else set()
