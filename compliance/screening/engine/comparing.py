"""Two described parties beside each other, without any list: the same answer whichever comes first."""

from dataclasses import replace
from itertools import product

from .alignment import Side, align, every_likeness, pairs_of
from .evidence import Evidence, evidence
from .facts import Comparison, Config, Reason, Subject
from .identifiers import number_key, strength
from .normal import BRACKETS, Name, normal
from .qualifiers import qualifiers
from .scoring import name_steps, reasons_of, total
from .weights import part_weight

NOTHING = Comparison(0.0, (Reason("name", 0.0),))


def compare(one: Subject, other: Subject, config: Config) -> Comparison:
    """The best of all pairs of names, or an equal number; with neither name nor number, 0."""
    first, second = sorted((one, other), key=lambda subject: (sorted(subject.names), subject.fingerprint))
    found = [_named(first, second, *texts, config) for texts in product(_written(first), _written(second))]
    if numbered := _numbered(first, second, config):
        found.append(numbered)
    best = max(found, key=lambda comparison: comparison.score, default=NOTHING)
    if (first, second) == (one, other):
        return best
    return Comparison(best.score, best.reasons, best.pairs, best.theirs_left, best.ours_left)


def _written(subject: Subject) -> list[str]:
    """Each name as it stands, and without what is in brackets."""
    return list(dict.fromkeys(text for name in subject.names for text in (name, BRACKETS.sub(" ", name)) if text.strip()))


def _named(first: Subject, second: Subject, our_text: str, their_text: str, config: Config) -> Comparison:
    ours, theirs = normal(our_text, first.kind), normal(their_text, second.kind)
    if not ours.parts or not theirs.parts:
        return NOTHING
    mine, other = _side(ours, first.kind), _side(theirs, second.kind)
    alignment = align(mine, other, every_likeness(mine, other))
    if not alignment.met:
        return NOTHING
    values = {"ours": _left(mine, alignment.ours_left), "theirs": _left(other, alignment.theirs_left)}
    steps = [*name_steps(_even(evidence(alignment, mine, other)), config.pair_weights, weak=False, values=values)]
    steps += qualifiers(first, ours, second, theirs, config.pair_effects)
    reasons = reasons_of(steps, config)
    return Comparison(
        total(reasons), reasons, pairs_of(alignment, mine, other), tuple(values["ours"].split()), tuple(values["theirs"].split())
    )


def _even(found: Evidence) -> Evidence:
    """Neither side is the list's here: what is left over costs the same on both."""
    more, less = max(found.ours_left, found.theirs_left), min(found.ours_left, found.theirs_left)
    return replace(found, ours_left=less, theirs_left=more)


def _side(name: Name, kind: str) -> Side:
    return Side(name.parts, tuple(part_weight(part, 0, 0) for part in name.parts), initials=kind in {"person", ""})


def _left(side: Side, places: tuple[int, ...]) -> str:
    return " ".join(sorted(side.parts[at] for at in places))


def _numbered(first: Subject, second: Subject, config: Config) -> Comparison | None:
    worth = {"strong": config.strong_number, "weak": config.weak_number}
    for ours, theirs in product(first.identifiers, second.identifiers):
        how = strength(ours, theirs) if number_key(ours.number) == number_key(theirs.number) else ""
        if how:
            reason = Reason(f"number_{how}", worth[how], {"kind": theirs.kind, "ours": ours.number, "theirs": theirs.number})
            return Comparison(worth[how], (reason,))
    return None
