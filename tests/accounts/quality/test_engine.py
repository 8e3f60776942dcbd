"""Which customers may be one and the same: by spelling, by numbers, and on the spellings of a real debtor list."""

import csv
import gzip
import os
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.accounts.quality.engine import Party, compare, duplicates

SPELLINGS = Path(os.environ.get("SAMPLE_DATA", "/nowhere")) / "receivables" / "b2b_open_invoices_2020.csv.gz"


@pytest.mark.parametrize(
    ("one", "other", "evidence"),
    [
        (Party(1, "C1", "Kranich Möbelhaus GmbH", "DE"), Party(2, "C2", "Kranich Möbel-Haus GmbH", "DE"), ("same_name",)),
        (Party(1, "C1", "WAL-MAR corp", "US"), Party(2, "C2", "WAL-MAR systems", "US"), ("same_name",)),
        (Party(1, "C1", "Northwind Traders Ltd", "GB"), Party(2, "C2", "Nortwind Traders", ""), ("similar_name",)),
        (Party(1, "0200769623", "WAL-MAR"), Party(2, "200769623", "Walmart Stores"), ("same_number",)),
        (Party(1, "C1", "Alpha", "DE", ("DE136695976",)), Party(2, "C2", "Omega", "DE", ("DE136695976",)), ("same_identifier",)),
        (Party(1, "C1", "Traders Northwind", "GB"), Party(2, "C2", "Northwind Traders", "GB"), ("similar_name",)),
    ],
)
def test_what_speaks_for_one_customer(one: Party, other: Party, evidence: tuple[str, ...]) -> None:
    pair = compare(other, one)

    assert pair is not None
    assert (pair.first, pair.second, pair.evidence) == (1, 2, evidence)
    assert duplicates([one, other]).pairs == [pair]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Party(1, "C1", "Northwind Traders", "GB"), Party(2, "C2", "Northwind Traders", "FR")),
        (Party(1, "C1", "Store 101 Ltd", "GB"), Party(2, "C2", "Store 102 Ltd", "GB")),
        (Party(1, "C1", "ABC GmbH", "DE"), Party(2, "C2", "ABD GmbH", "DE")),
        (Party(1, "12", "Alpha", "DE"), Party(2, "012", "Omega", "DE")),
        (Party(1, "C1", "", "DE"), Party(2, "C2", "", "DE")),
    ],
)
def test_what_does_not(one: Party, other: Party) -> None:
    assert compare(one, other) is None


@given(st.text(alphabet="abcdefghij ", min_size=1, max_size=20), st.text(alphabet="abcdefghij ", min_size=1, max_size=20))
def test_likeness_has_no_direction_and_a_name_is_like_itself(one: str, other: str) -> None:
    first, second = Party(1, "", one), Party(2, "", other)

    assert compare(first, second) == compare(second, first)
    if first.compact:
        assert compare(first, Party(2, "", one)) is not None


def test_a_large_group_grows_with_its_size_not_with_its_square() -> None:
    parties = [Party(pk, "", f"Common {pk:05}") for pk in range(1_000)]

    found = duplicates(parties)

    assert found.pairs == []
    assert found.compared < 20 * len(parties)


@pytest.mark.skipif(not SPELLINGS.exists(), reason="SAMPLE_DATA has no debtor list")
@pytest.mark.parametrize(("with_numbers", "least"), [(True, 1.0), (False, 0.98)])
def test_one_debtor_with_eleven_spellings_is_found(with_numbers: bool, least: float) -> None:
    with gzip.open(SPELLINGS, "rt") as lines:
        records = sorted({(row["cust_number"], row["name_customer"]) for row in csv.DictReader(lines)})
    same: dict[str, list[int]] = defaultdict(list)
    for at, (number, _name) in enumerate(records):
        same[number.lstrip("0")].append(at)
    truth = {pair for members in same.values() for pair in combinations(members, 2)}

    found = duplicates([Party(at, number if with_numbers else "", name) for at, (number, name) in enumerate(records)])

    hits = truth & {(pair.first, pair.second) for pair in found.pairs}
    assert len(hits) / len(truth) >= least
