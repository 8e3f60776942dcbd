"""A labelled set of pairs: names of one party beside each other, and beside those of its nearest strangers."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from labelled.screened import VARIATIONS
from labelled.spellings import other_spellings
from labelled.variations import FORM_WORDS, words_of

from o2c.compliance.screening.engine import Config, Index, Subject, screen
from o2c.compliance.watchlists.readers import BirthDate, Listed

MANNER = [
    "two names of one party",
    "another publisher's name",
    "written otherwise",
    "nearest stranger",
    "one part of another",
    "another number",
]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    one: Subject
    other: Subject
    same: bool
    manner: str

    def bare(self) -> "LabelledPair":
        """The names without what else is known."""
        return replace(self, one=_named(self.one), other=_named(self.other))


def labelled_pairs(index: Index, samples: Path, seed: int, *, each: int = 150) -> list[LabelledPair]:
    """`each` pairs a manner, half of them the same party."""
    seeded = random.Random(seed)  # noqa: S311  (a set that can be made again)
    parties = [party for party in index.parties if party.kind in {"person", "organisation", "vessel"}]
    makers = {
        MANNER[0]: _own_names(parties, seeded),
        MANNER[1]: _elsewhere(parties, samples, seeded),
        MANNER[2]: _varied(parties, seeded),
        MANNER[3]: _strangers(parties, index, seeded),
        MANNER[4]: _one_part(parties, seeded),
        MANNER[5]: _renumbered(parties, seeded),
    }
    counts = dict.fromkeys(MANNER, each) | {MANNER[5]: each // 5}
    return [LabelledPair(*next(maker), manner) for manner, maker in makers.items() for _number in range(counts[manner])]  # type: ignore[misc]


Made = Iterator[tuple[Subject, Subject, bool]]


def _named(subject: Subject) -> Subject:
    return Subject(subject.kind, subject.names)


def _described(party: Listed, name: str, seeded: random.Random) -> Subject:
    """The party under one of its names, with what a file would know: a birth date that may be less exact, one country."""
    births = tuple(replace(birth, circa=False, until=0) for birth in party.births[:1])
    if births and seeded.random() < 0.3:
        births = (BirthDate(births[0].year),)
    return Subject(party.kind, (name,), births, party.countries[:2])


def _strong(party: Listed) -> list[str]:
    return [name.text for name in party.names if not name.weak]


def _related(one: str, other: str) -> bool:
    beginnings = [{word[:3].lower() for word in words_of(name, "person") if len(word) > 2} for name in (one, other)]
    return bool(beginnings[0] & beginnings[1])


def _own_names(parties: Sequence[Listed], seeded: random.Random) -> Made:
    while True:
        party = seeded.choice(parties)
        names = _strong(party)
        if len(names) > 1 and _related(*(pair := seeded.sample(names, 2))):
            yield _described(party, pair[0], seeded), _described(party, pair[1], seeded), True


def _elsewhere(parties: Sequence[Listed], samples: Path, seeded: random.Random) -> Made:
    found = list(other_spellings(parties, samples))
    while True:
        name, party, _written = seeded.choice(found)
        yield (
            Subject(party.kind, (name,), party.births[:1], party.countries[:1]),
            _described(party, seeded.choice(_strong(party)), seeded),
            True,
        )


def _varied(parties: Sequence[Listed], seeded: random.Random) -> Made:
    ways = list(VARIATIONS.values())
    while True:
        party = seeded.choice(parties)
        name = seeded.choice(_strong(party))
        words = words_of(name, party.kind)
        changed = seeded.choice(ways)(words, party.kind, seeded)
        if changed and changed != words:
            yield _described(party, " ".join(changed), seeded), _described(party, name, seeded), True


def _strangers(parties: Sequence[Listed], index: Index, seeded: random.Random) -> Made:
    """Another party with the likest name; never one whose name is the same."""
    config = Config(record_from=0.15, candidates=5)
    while True:
        party = seeded.choice(parties)
        name = seeded.choice(_strong(party))
        hits = [
            hit
            for hit in screen(Subject(party.kind, (name,)), index, config)
            if hit.party.key != party.key and hit.party.kind == party.kind
        ]
        if hits and hits[0].score < 0.97 and not hits[0].listed_name.weak:
            yield _described(party, name, seeded), _described(hits[0].party, hits[0].listed_name.text, seeded), False


def _one_part(parties: Sequence[Listed], seeded: random.Random) -> Made:
    """One telling part exchanged for one of a stranger."""
    while True:
        party, stranger = (seeded.choice(parties) for _side in range(2))
        if party.kind != stranger.kind:
            continue
        words, others = words_of(party.primary_name, party.kind), words_of(stranger.primary_name, party.kind)
        places = [at for at, word in enumerate(words) if _telling(word)]
        if len(words) > 1 and places and _telling(other := seeded.choice(others)):
            at = seeded.choice(places)
            if other[:2].lower() != words[at][:2].lower():
                changed = " ".join([*words[:at], other, *words[at + 1 :]])
                yield _described(party, party.primary_name, seeded), _described(stranger, changed, seeded), False


def _telling(word: str) -> bool:
    """Not a part of a legal form: `Limited Liability S.A. Rustmash` is the same company, badly written."""
    return len(word) > 3 and word.lower().strip(".,") not in FORM_WORDS


def _renumbered(parties: Sequence[Listed], seeded: random.Random) -> Made:
    while True:
        party = seeded.choice(parties)
        words = words_of(party.primary_name, party.kind)
        if party.kind != "person" and len(words) > 1 and words[-1].isalpha():
            yield (*(_described(party, " ".join([*words, str(number)]), seeded) for number in seeded.sample(range(2, 90), 2)), False)
