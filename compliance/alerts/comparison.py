"""An alert side by side: what we know, what the list says, and why the two met."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from o2c.compliance.screening.engine import Subject
from o2c.compliance.screening.models import Hit
from o2c.compliance.screening.shown import why
from o2c.compliance.watchlists.readers import Listed
from o2c.compliance.watchlists.shown import gender_words, kind_words, name_words, number_words
from o2c.core import countries


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both records. `shared`: something in it is equal."""

    label: str | Promise
    ours: Sequence[str]
    theirs: Sequence[str]
    shared: bool


def side_by_side(subject: Subject, party: Listed) -> list[Line]:
    """The two records field by field; a field neither knows is left out."""
    lines = [
        _line(_("Names"), subject.names, map(name_words, party.names)),
        _line(_("Kind"), [kind_words(subject.kind)], [kind_words(party.kind)]),
        _line(_("Birth dates"), map(str, subject.births), map(str, party.births)),
        _line(_("Countries"), map(countries.name, subject.countries), map(countries.name, party.countries)),
        _line(_("Gender"), *([gender_words(gender)] if gender else [] for gender in (subject.gender, party.gender))),
        _line(_("Numbers"), map(number_words, subject.identifiers), map(number_words, party.identifiers)),
        _line(_("Addresses"), (), party.addresses),
        _line(_("Programmes"), (), party.programmes),
        _line(_("Linked to"), (), party.linked_to),
        _line(_("Remarks"), (), filter(None, [party.remarks])),
    ]
    return [line for line in lines if line.ours or line.theirs]


def _line(label: str, ours: Iterable[str], theirs: Iterable[str]) -> Line:
    left, right = list(ours), list(theirs)
    return Line(label, left, right, bool({value.casefold() for value in left} & {value.casefold() for value in right}))


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed since a decision. `ours`: on our side, else on the list's."""

    ours: bool
    label: str | Promise
    gone: Sequence[str]
    new: Sequence[str]


def differences(then: Hit, now: Hit) -> list[Difference]:
    """What changed on either side between the hit that was judged and the present one."""
    before = side_by_side(then.subject.subject(), then.entry.listed())
    after = {line.label: line for line in side_by_side(now.subject.subject(), now.entry.listed())}
    known = {line.label: line for line in before}
    labels = dict.fromkeys([*known, *after])
    found = [_difference(label, known.get(label), after.get(label), ours=ours) for ours in (True, False) for label in labels]
    return [one for one in found if one.gone or one.new]


def _difference(label: str | Promise, then: Line | None, now: Line | None, *, ours: bool) -> Difference:
    old, new = (_side(line, ours=ours) for line in (then, now))
    return Difference(ours, label, [value for value in old if value not in new], [value for value in new if value not in old])


def _side(line: Line | None, *, ours: bool) -> Sequence[str]:
    if line is None:
        return ()
    return line.ours if ours else line.theirs


@dataclass(frozen=True, slots=True)
class Why:
    """One reason in words and what it added to the score."""

    words: str
    effect: float


def reasons(explanation: Mapping[str, Any]) -> list[Why]:
    """The stored explanation in the reader's language; the effects add up to the score."""
    return [Why(why(reason), reason["effect"]) for reason in explanation["reasons"]]


def ways() -> dict[str, str]:
    """How two parts of a name met, in words."""
    return {
        "equal": _("equal"),
        "spelling": _("other spelling"),
        "meaning": _("the same word in another language or shortened"),
        "nickname": _("a short form of the name"),
        "scanned": _("letters easily misread"),
        "cut": _("cut off"),
        "sound": _("sounds alike"),
        "one_edit": _("one letter differs"),
        "two_edits": _("two letters differ"),
        "initial": _("initial"),
        "glued": _("written as one"),
        "acronym": _("first letters of the words"),
    }


def pairs(explanation: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts of both names that met, with the way in words."""
    words = ways()
    return [{**pair, "how": words.get(pair["how"], pair["how"])} for pair in explanation["pairs"]]
