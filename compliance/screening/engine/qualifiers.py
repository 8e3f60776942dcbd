"""What speaks for or against a name that matched; a missing value says nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

from o2c.compliance.watchlists.readers.listed import BirthDate, Identifier, Listed

from .facts import Config, Subject
from .identifiers import number_key
from .normal import Name
from .scoring import Step

CIRCA_YEARS = 2
Found = tuple[str, str, str] | None


def qualifiers(
    ours: Subject | Listed, our_name: Name, theirs: Subject | Listed, their_name: Name, effects: Mapping[str, float]
) -> Iterator[Step]:
    """Each fact that raises or lowers the score, with both values."""
    found = [
        _birth(ours.births, theirs.births),
        _country(ours.countries, theirs.countries),
        _differs("gender_differs", ours.gender, theirs.gender),
        _kind(ours.kind, theirs.kind),
        _forms(our_name, their_name),
        _digits(our_name, their_name),
        _numbers(ours.identifiers, theirs.identifiers),
    ]
    for code, left, right in filter(None, found):
        if effects[code]:
            yield code, effects[code], {"ours": left, "theirs": right}


def most_added(subject: Subject, config: Config) -> float:
    """The most that what is known of the subject can add to its name."""
    births, countries = (max(config.effects[code], 0) for code in ("birth_same_day", "country_shared"))
    return births * bool(subject.births) + countries * bool(subject.countries)


def _differs(code: str, ours: str, theirs: str) -> Found:
    return (code, ours, theirs) if ours and theirs and ours != theirs else None


def _birth(ours: Sequence[BirthDate], theirs: Sequence[BirthDate]) -> Found:
    """The closest pair of dates decides: several dates on a list mean that nobody knows."""
    order = ["birth_same_day", "birth_same_month", "birth_same_year", "birth_swapped", "birth_near", "birth_differs"]
    compared = [(order.index(birth_agreement(one, other)), one, other) for one, other in product(ours, theirs)]
    if not compared:
        return None
    best, one, other = min(compared)
    return order[best], str(one), str(other)


def birth_agreement(ours: BirthDate, theirs: BirthDate) -> str:
    """How two dates agree, as exactly as the less exact of them."""
    slack = CIRCA_YEARS if ours.circa or theirs.circa else 0
    apart = max(ours.year - (theirs.until or theirs.year), theirs.year - (ours.until or ours.year)) - slack
    if apart > 0:
        same_day = ours.day and (ours.month, ours.day) == (theirs.month, theirs.day)
        return "birth_near" if apart == 1 or (same_day and apart % 10 == 0) else "birth_differs"
    if ours.year != theirs.year or not (ours.month and theirs.month):
        return "birth_same_year"
    if ours.month == theirs.month:
        if not (ours.day and theirs.day):
            return "birth_same_month"
        return "birth_same_day" if ours.day == theirs.day else "birth_near"
    return "birth_swapped" if (ours.month, ours.day) == (theirs.day, theirs.month) else "birth_near"


def _country(ours: Collection[str], theirs: Collection[str]) -> Found:
    if not ours or not theirs:
        return None
    if shared := set(ours) & set(theirs):
        return "country_shared", ", ".join(sorted(shared)), ", ".join(sorted(shared))
    return "country_differs", ", ".join(sorted(ours)), ", ".join(sorted(theirs))


def _kind(ours: str, theirs: str) -> Found:
    if not ours or not theirs or ours == theirs:
        return None
    moving = {"vessel", "aircraft"} & {ours, theirs}
    return "vessel_or_aircraft" if moving else "kind_differs", ours, theirs


def _forms(ours: Name, theirs: Name) -> Found:
    if not ours.forms or not theirs.forms or ours.forms & theirs.forms:
        return None
    return "form_differs", ", ".join(sorted(ours.forms)), ", ".join(sorted(theirs.forms))


def _digits(ours: Name, theirs: Name) -> Found:
    left, right = ({part for part in name.parts if part.isdecimal()} for name in (ours, theirs))
    if left == right:
        return None
    return "digits_differ" if left and right else "digits_one_side", " ".join(sorted(left)), " ".join(sorted(right))


def _numbers(ours: Collection[Identifier], theirs: Collection[Identifier]) -> Found:
    """Two different numbers of one kind from one country; equal ones are evidence of their own and never come here."""
    for one, other in product(sorted(ours), sorted(theirs)):
        if one.kind == other.kind != "other" and one.country == other.country and number_key(one.number) != number_key(other.number):
            same = {number_key(number.number) for number in ours} & {number_key(number.number) for number in theirs}
            return None if same else ("number_differs", one.number, other.number)
    return None
