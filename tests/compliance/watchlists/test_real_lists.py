"""The real publications, where they are at hand (SAMPLE_DATA)."""

import os
from pathlib import Path

import pytest

from o2c.compliance.watchlists.readers import ListFile, read

SAMPLES = Path(os.environ.get("SAMPLE_DATA", "")) / "sanctions"
pytestmark = pytest.mark.skipif(not os.environ.get("SAMPLE_DATA"), reason="SAMPLE_DATA names no folder with the real lists")


def hashes(*names: str) -> dict[str, str]:
    reading = read("ofac_sdn", [ListFile(name, (SAMPLES / name).read_bytes()) for name in names])
    return {party.key: party.content_hash for party in reading.parties}


@pytest.mark.parametrize(
    ("before", "after", "added", "removed", "changed"),
    [("02-20", "02-23", 553, 0, 8), ("02-23", "04-26", 282, 98, 31), ("04-26", "05-03", 305, 8, 0)],
)
def test_what_changed_between_two_versions(before, after, added, removed, changed):
    old, new = (hashes(f"ofac/sdn_2024-{day}.csv.gz") for day in (before, after))
    assert (len(new.keys() - old.keys()), len(old.keys() - new.keys())) == (added, removed)
    assert sum(old[key] != new[key] for key in old.keys() & new.keys()) == changed


def test_the_consolidated_list_has_the_same_columns():
    assert len(hashes(*(f"ofac_nonsdn/cons_{part}.csv.gz" for part in ("prim", "alt", "add", "comments")))) == 442


def test_names_of_the_full_download():
    parts = ("sdn_2024-05-03", "alt_2025-01", "add_2025-01", "sdn_comments_2025-01")
    reading = read("ofac_sdn", [ListFile(part, (SAMPLES / f"ofac/{part}.csv.gz").read_bytes()) for part in parts])
    assert reading.counts == {"primary": 14_965, "alternate": 19_486, "address": 22_641, "comment": 21, "unmatched": 3_944}
    assert sum(len(party.names) for party in reading.parties) == 36_678
