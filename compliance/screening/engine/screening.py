"""One subject against all listed parties: the score of each, from best evidence to qualifiers, with its reasons."""

from collections.abc import Collection, Iterator

from .alignment import Alignment, Query, align
from .candidates import candidates
from .facts import DIGITS, Config, Hit, Reason, Subject
from .identifiers import number_key, strength
from .index import Index, IndexedName
from .normal import Name, normal
from .qualifiers import qualifiers


def screen(subject: Subject, index: Index, config: Config, *, skip: Collection[str] = ()) -> list[Hit]:
    """Parties at or above `config.record_from`, best first, one hit a party.

    `skip` names parties (their keys) left out before the best are chosen, so that decided pairs take up no place.
    The same input gives the same output.
    """
    left_out = {at for at, party in enumerate(index.parties) if party.key in skip} if skip else set()
    best: dict[int, Hit] = {}
    for party, hit in (*_by_name(subject, index, config, left_out), *_by_number(subject, index, config, left_out)):
        if hit.score >= config.record_from and (party not in best or hit.score > best[party].score):
            best[party] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.party.key))


def _by_name(subject: Subject, index: Index, config: Config, skip: Collection[int]) -> Iterator[tuple[int, Hit]]:
    for text in subject.names:
        name = normal(text, subject.kind)
        if not name.parts:
            continue
        query = Query.of(name, index)
        for at in candidates(name, index, limit=config.candidates, skip=skip):
            listed = index.names[at]
            alignment = align(query, listed, config)
            base = _name_base(alignment, listed, config)
            if base.effect + 0.1 < config.record_from:
                continue
            yield listed.party, _hit(subject, text, name, index, listed, alignment, base, config)


def _name_base(alignment: Alignment, listed: IndexedName, config: Config) -> Reason:
    """What the name alone is worth; a weak alias counts only when hit nearly exactly, and never alerts as a single word."""
    value = alignment.score * config.name_ceiling
    if not listed.listed.weak:
        return Reason("name", round(value, DIGITS))
    if alignment.score < config.weak_needs:
        return Reason("weak_alias_not_exact", 0.0)
    ceiling = config.weak_word_ceiling if len(listed.name.parts) == 1 else config.weak_ceiling
    return Reason("weak_alias", round(min(value, ceiling), DIGITS))


def _hit(
    subject: Subject, text: str, name: Name, index: Index, listed: IndexedName, alignment: Alignment, base: Reason, config: Config
) -> Hit:
    party = index.parties[listed.party]
    reasons = [base, *qualifiers(subject, name, party, listed, config)]
    if name.folded_look_alikes:
        reasons.append(Reason("look_alike_letters", 0.0, {"ours": text}))
    ceiling = config.weak_ceiling if listed.listed.weak else 1.0
    reasons = _kept_within(reasons, ceiling)
    score = round(sum(reason.effect for reason in reasons), DIGITS)
    return Hit(party, score, text, listed.listed, tuple(reasons), alignment.pairs, alignment.ours_left, alignment.theirs_left)


def _kept_within(reasons: list[Reason], ceiling: float) -> list[Reason]:
    total = round(sum(reason.effect for reason in reasons), DIGITS)
    if 0 <= total <= ceiling:
        return reasons
    return [*reasons, Reason("limit", round(min(max(total, 0.0), ceiling) - total, DIGITS))]


def _by_number(subject: Subject, index: Index, config: Config, skip: Collection[int]) -> Iterator[tuple[int, Hit]]:
    """Equal numbers are evidence on their own, whatever the name says."""
    worth = {"strong": config.strong_number, "weak": config.weak_number}
    for ours in subject.identifiers:
        for at, theirs in index.numbers.get(number_key(ours.number), ()):
            how = strength(ours, theirs)
            if not how or at in skip:
                continue
            party = index.parties[at]
            reason = Reason(f"number_{how}", worth[how], {"kind": theirs.kind, "ours": ours.number, "theirs": theirs.number})
            yield at, Hit(party, worth[how], subject.names[0], party.names[0], (reason,))
