"""What speaks for or against a name that matched; a missing value says nothing."""

from collections.abc import Iterator, Sequence
from itertools import product

from o2c.compliance.watchlists.readers.listed import BirthDate, Listed

from .facts import Config, Reason, Subject
from .index import IndexedName
from .normal import Name

CIRCA_YEARS = 2


def qualifiers(subject: Subject, ours: Name, party: Listed, listed: IndexedName, config: Config) -> Iterator[Reason]:
    """Each fact known on both sides that raises or lowers the score, with both values."""
    found = [
        _birth(subject.births, party.births),
        _country(subject, party),
        _differs("gender_differs", subject.gender, party.gender),
        _kind(subject, party),
        _forms(ours, listed.name),
        _digits(ours, listed.name),
    ]
    for code, left, right in filter(None, found):
        yield Reason(code, config.effects[code], {"ours": left, "theirs": right})


Found = tuple[str, str, str] | None


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
        return "birth_near" if apart == 1 else "birth_differs"
    if ours.year != theirs.year or not (ours.month and theirs.month):
        return "birth_same_year"
    if ours.month == theirs.month:
        if not (ours.day and theirs.day):
            return "birth_same_month"
        return "birth_same_day" if ours.day == theirs.day else "birth_near"
    return "birth_swapped" if (ours.month, ours.day) == (theirs.day, theirs.month) else "birth_near"


def _country(subject: Subject, party: Listed) -> Found:
    if not subject.countries or not party.countries:
        return None
    shared = set(subject.countries) & set(party.countries)
    if shared:
        return "country_shared", ", ".join(sorted(shared)), ", ".join(sorted(shared))
    return "country_differs", ", ".join(subject.countries), ", ".join(party.countries)


def _kind(subject: Subject, party: Listed) -> Found:
    if not subject.kind or not party.kind or subject.kind == party.kind:
        return None
    moving = {"vessel", "aircraft"} & {subject.kind, party.kind}
    return "vessel_or_aircraft" if moving else "kind_differs", subject.kind, party.kind


def _forms(ours: Name, theirs: Name) -> Found:
    if not ours.forms or not theirs.forms or ours.forms & theirs.forms:
        return None
    return "form_differs", ", ".join(sorted(ours.forms)), ", ".join(sorted(theirs.forms))


def _digits(ours: Name, theirs: Name) -> Found:
    left, right = ({part for part in name.parts if part.isdecimal()} for name in (ours, theirs))
    if not left or not right or left == right:
        return None
    return "digits_differ", " ".join(sorted(left)), " ".join(sorted(right))
