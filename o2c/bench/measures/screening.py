"""Screening made-up names, half of them listed ones with a wrong letter, beside a scan of the whole list with rapidfuzz."""

import random
from collections.abc import Iterator

from rapidfuzz import fuzz, process

from o2c.bench import book
from o2c.bench.figures import Figure, side_by_side
from o2c.compliance.screening.engine import Config, Index, Subject, build_index, screen
from o2c.compliance.watchlists.readers.listed import Listed, ListedName

LISTED, ASKED = 20_000, 200
SYLLABLES = "ka ro min sul tan ber ov ist am id ran gho mo vic sen tor al fay zur bek dim ily nas ser gei pet jan".split()
SCAN_FROM = 85  # of 100: one wrong letter in a name of this length still passes


def screening(sizes: book.Sizes) -> Iterator[Figure]:
    seeded = random.Random(book.SEED)  # noqa: S311  (the same names every time)
    names = list(dict.fromkeys(made_up(seeded) for _number in range(min(LISTED, sizes.items))))
    index = build_index(Listed(str(at), "person", (ListedName(name),)) for at, name in enumerate(names))
    hidden = {_wrong(names[at], seeded): at for at in seeded.sample(range(len(names)), ASKED // 2)}
    asked = [*hidden, *(made_up(seeded) for _number in range(ASKED // 2))]
    taken = side_by_side(lambda: [_screened(name, index) for name in asked], lambda: [_scanned(name, names) for name in asked])
    found = sum(at in _screened(name, index) for name, at in hidden.items()) / len(hidden)
    scanned = sum(at in _scanned(name, names) for name, at in hidden.items()) / len(hidden)
    note = f"{len(asked) / taken[0]:,.0f} names a second against {len(names):,}; found {found:.0%}, the scan {scanned:.0%}"
    yield Figure(f"screening {len(asked)} names", "a plain rapidfuzz scan", *taken, note=note)


def _screened(name: str, index: Index) -> set[int]:
    config = Config()
    return {int(hit.party.key) for hit in screen(Subject("person", (name,)), index, config) if hit.score >= config.alert_from}


def _scanned(name: str, names: list[str]) -> set[int]:
    return {at for _name, _score, at in process.extract(name, names, scorer=fuzz.token_sort_ratio, score_cutoff=SCAN_FROM, limit=None)}


def made_up(seeded: random.Random) -> str:
    """A name of two or three parts."""
    return " ".join("".join(seeded.choices(SYLLABLES, k=seeded.randint(2, 3))).title() for _part in range(seeded.randint(2, 3)))


def _wrong(name: str, seeded: random.Random) -> str:
    at = seeded.randrange(1, len(name))
    return name[:at] + seeded.choice("aeiorst") + name[at + 1 :]
