"""One subject against all listed parties: the score of each, from best evidence to qualifiers, with its reasons."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from o2c.compliance.watchlists.readers.listed import Kind

from .alignment import Alignment, Side, align, look_again, pairs_of
from .candidates import candidates
from .evidence import evidence
from .facts import Config, Hit, Reason, Subject
from .identifiers import number_key, strength
from .index import Index, IndexedName
from .normal import BRACKETS, Name, normal
from .qualifiers import most_added, qualifiers
from .scoring import Step, evidence_of, name_steps, points, reasons_of, total
from .segments import readings

CERTAIN = 0.02  # a score this far under the record stays there


@dataclass(frozen=True, slots=True)
class Meeting:
    """One of our names beside one listed name."""

    text: str
    ours: Name
    side: Side
    name: IndexedName
    alignment: Alignment
    steps: tuple[Step, ...]
    weighed: float


def screen(subject: Subject, index: Index, config: Config, *, skip: Collection[str] = ()) -> list[Hit]:
    """Parties at or above `config.record_from`, best first, one hit a party.

    `skip` names parties (their keys) left out before the best are chosen, so that decided pairs take up no place.
    The same input gives the same output.
    """
    left_out = {int(at) for key in skip for at in index.party_keys.get(key) if index.parties[int(at)].key == key}
    best: dict[int, Hit] = {}
    for party, hit in (*_by_name(subject, index, config, left_out), *_by_number(subject, index, config, left_out)):
        if hit.score >= config.record_from and (party not in best or hit.score > best[party].score):
            best[party] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.party.key))


def _by_name(subject: Subject, index: Index, config: Config, skip: Collection[int]) -> Iterator[tuple[int, Hit]]:
    best: dict[int, Meeting] = {}
    for text in subject.names:
        for name, parts in _read(text, subject.kind, index):
            for meeting in _meetings(subject, text, replace(name, parts=parts), index, config, skip):
                party = meeting.name.party
                if party not in best or meeting.weighed > best[party].weighed:
                    best[party] = meeting
    least = evidence_of(config.record_from - CERTAIN, config)
    yield from ((party, _hit(meeting, index, config)) for party, meeting in best.items() if meeting.weighed >= least)


def _read(text: str, kind: Kind, index: Index) -> Iterator[tuple[Name, tuple[str, ...]]]:
    """The name as it stands and without what is in brackets, each also with words written as one taken apart."""
    for shown in dict.fromkeys([text, BRACKETS.sub(" ", text)]):
        name = normal(shown, kind)
        if name.parts:
            yield from ((name, parts) for parts in readings(name.parts, index))


def _meetings(subject: Subject, text: str, ours: Name, index: Index, config: Config, skip: Collection[int]) -> Iterator[Meeting]:
    side = Side(ours.parts, tuple(map(index.weight, ours.parts)), initials=subject.kind in {"person", ""})
    near = [index.near(part) for part in ours.parts]
    hope = most_added(subject, config)
    least = evidence_of(config.record_from, config) - hope
    for at in candidates(ours.parts, index, config, hope=hope, skip=skip):
        name = index.name(at)
        theirs = Side(name.parts, name.weights)
        alike = [{place: part[number] for place, number in enumerate(name.numbers) if number in part} for part in near]
        alignment = align(side, theirs, alike)
        if not alignment.met:
            continue
        alignment = look_again(side, theirs, alike, alignment)
        values = {"ours": _joined(side, alignment.ours_left), "theirs": _joined(theirs, alignment.theirs_left)}
        steps = [*name_steps(evidence(alignment, side, theirs), config.name_weights, weak=name.weak, values=values)]
        if (weighed := points(steps)) < least:
            continue
        party = index.parties[name.party]
        added = [*qualifiers(subject, ours, party, normal(party.names[name.at].text, party.kind), config.effects)]
        yield Meeting(text, ours, side, name, alignment, (*steps, *added), weighed + points(added))


def _joined(side: Side, places: Collection[int]) -> str:
    return " ".join(side.parts[at] for at in places)


def _hit(meeting: Meeting, index: Index, config: Config) -> Hit:
    party, name = index.parties[meeting.name.party], meeting.name
    steps = [*meeting.steps]
    if meeting.ours.folded_look_alikes:
        steps.append(("look_alike_letters", 0.0, {"ours": meeting.text}))
    reasons = reasons_of(steps, config, _ceiling(name, config))
    theirs = Side(name.parts, name.weights)
    return Hit(
        party,
        total(reasons),
        meeting.text,
        party.names[name.at],
        reasons,
        pairs_of(meeting.alignment, meeting.side, theirs),
        tuple(sorted(meeting.side.parts[at] for at in meeting.alignment.ours_left)),
        tuple(theirs.parts[at] for at in meeting.alignment.theirs_left),
    )


def _ceiling(name: IndexedName, config: Config) -> float:
    """A weak alias never alerts as a single word."""
    if not name.weak:
        return 1.0
    return config.weak_word_ceiling if len(name.parts) == 1 else config.weak_ceiling


def _by_number(subject: Subject, index: Index, config: Config, skip: Collection[int]) -> Iterator[tuple[int, Hit]]:
    """Equal numbers are evidence on their own, whatever the name says."""
    worth = {"strong": config.strong_number, "weak": config.weak_number}
    for ours in subject.identifiers:
        for at in map(int, index.numbers.get(number_key(ours.number))):
            party = index.parties[at]
            for theirs in party.identifiers:
                how = strength(ours, theirs) if number_key(theirs.number) == number_key(ours.number) else ""
                if how and at not in skip:
                    reason = Reason(f"number_{how}", worth[how], {"kind": theirs.kind, "ours": ours.number, "theirs": theirs.number})
                    yield at, Hit(party, worth[how], subject.names[0] if subject.names else "", party.names[0], (reason,))
