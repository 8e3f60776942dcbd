"""Finding customers that are in the book twice: seeded names with planted second spellings, and the spellings of a real debtor list."""

import csv
import gzip
import os
import random
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz, process

from o2c.accounts.quality.engine import PROPOSED_FROM, Found, Party, duplicates
from o2c.bench import book
from o2c.bench.figures import Figure, seconds
from o2c.bench.rows import COUNTRIES, FORMS, SECOND

SYLLABLES = "ka ro min sul tan ber ov ist am lid ran gho mo vic sen tor al fay zur bek dim ly nas ser gei pet jan lu fer nor dax".split()
PLANTED, SCANNED = 0.02, 100
SPELLINGS = Path("receivables") / "b2b_open_invoices_2020.csv.gz"
Keys = set[tuple[int, int]]


def duplicates_found(sizes: book.Sizes) -> Iterator[Figure]:
    """Once on made-up customers; once more on the real spellings where `SAMPLE_DATA` names the folder that holds them."""
    yield _made_up(sizes.customers)
    file = Path(os.environ.get("SAMPLE_DATA", "")) / SPELLINGS
    if os.environ.get("SAMPLE_DATA") and file.exists():
        yield from _real(file)


def _made_up(customers: int) -> Figure:
    seeded = random.Random(book.SEED)  # noqa: S311  (the same names every time)
    parties, planted = _with_second_spellings(customers, seeded)
    answers: list[Found] = []
    ours = seconds(lambda: answers.append(duplicates(parties)))
    names = [party.name for party in parties]
    some = seeded.sample(names, min(SCANNED, len(names)))
    plain = seconds(lambda: [_scanned(name, names) for name in some]) * len(names) / len(some)
    found = {(pair.first, pair.second) for pair in answers[0].pairs}
    told = f"{answers[0].compared / ours:,.0f} pairs a second, {len(planted & found) / len(planted):.1%} of {len(planted):,} planted found"
    return Figure(f"duplicates among {len(parties):,} customers", "each name against all", ours, plain, note=told)


def _with_second_spellings(customers: int, seeded: random.Random) -> tuple[list[Party], Keys]:
    parties = [Party(pk, f"B{pk:06}", _name(seeded), seeded.choice(COUNTRIES)) for pk in range(1, customers + 1)]
    planted: Keys = set()
    for known in seeded.sample(parties, max(1, int(customers * PLANTED))):
        pk = len(parties) + 1
        parties.append(Party(pk, f"B{pk:06}", _misspelt(known.name, seeded), known.country))
        planted.add((known.pk, pk))
    return parties, planted


def _name(seeded: random.Random) -> str:
    own = "".join(seeded.choices(SYLLABLES, k=seeded.randint(2, 4))).title()
    return f"{own} {seeded.choice(SECOND)} {seeded.choice(FORMS)}"


def _misspelt(name: str, seeded: random.Random) -> str:
    """Another legal form, and one wrong letter."""
    words = name.split()[:-1]
    at = seeded.randrange(1, len(words[0]))
    words[0] = words[0][:at] + seeded.choice("aeinrst") + words[0][at + 1 :]
    return " ".join([*words, seeded.choice(FORMS)])


def _scanned(name: str, names: list[str]) -> int:
    return len(process.extract(name, names, scorer=fuzz.token_sort_ratio, score_cutoff=PROPOSED_FROM, limit=None))


def _real(file: Path) -> Iterator[Figure]:
    """Records with the same number but for leading zeros are one debtor; how much of that is found, with the numbers and without."""
    with gzip.open(file, "rt") as lines:
        records = sorted({(row["cust_number"], row["name_customer"]) for row in csv.DictReader(lines)})
    same: dict[str, list[int]] = defaultdict(list)
    for at, (number, _name) in enumerate(records):
        same[number.lstrip("0")].append(at)
    truth = {pair for members in same.values() for pair in combinations(members, 2)}
    for what, shown in (("numbers and names", True), ("names alone", False)):
        parties = [Party(at, number if shown else "", name) for at, (number, name) in enumerate(records)]
        answers: list[Found] = []
        ours = seconds(lambda parties=parties, answers=answers: answers.append(duplicates(parties)))  # type: ignore[misc]
        plain = seconds(lambda: [_scanned(name, [other for _number, other in records]) for _number, name in records])
        found = {(pair.first, pair.second) for pair in answers[0].pairs}
        told = f"{len(found & truth) / len(truth):.1%} of {len(truth):,} pairs of {len(records):,} spellings found"
        yield Figure(f"spellings of one debtor, by {what}", "each name against all", ours, plain, note=told)
