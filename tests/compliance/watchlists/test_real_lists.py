"""The real publications, where they are at hand (SAMPLE_DATA)."""

import json
import os
from pathlib import Path

import pytest

from o2c.compliance.watchlists.readers import ListFile, read, read_paths

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


@pytest.mark.parametrize(
    ("kind", "name", "parties", "names", "with_birth", "with_country", "with_number", "findings"),
    [
        ("us_csl", "us_csl/consolidated_2022.csv.gz", 14_048, 33_493, 5_147, 11_647, 1_217, 0),
        ("us_dpl", "us_bis/dpl.txt.gz", 459, 459, 0, 285, 0, 0),
        ("un", "un/consolidated_2026-02-27.xml.gz", 1_003, 4_121, 677, 838, 1_003, 0),
        ("un", "un/consolidated_2018-10.xml.gz", 1_093, 4_153, 663, 966, 1_093, 0),
        ("uk", "uk/uk_sanctions_list_2025-08-11.csv.gz", 5_300, 5_300, 0, 0, 0, 2),
        ("uk", "uk/ofsi_sanctionsconlist_2018-04-13.csv.gz", 2_106, 5_548, 1_119, 1_062, 532, 0),
        ("eu_fsf", "eu/fsf_csv_short_2018-07-04.csv.gz", 93, 743, 10, 72, 6, 0),
        ("opensanctions", "opensanctions/ua_war_sanctions_targets.simple_2026-03-13.csv.gz", 5_600, 13_331, 1_489, 4_952, 5_361, 0),
        ("opensanctions", "opensanctions/interpol_red_notices_targets.simple_2025-05.csv.gz", 6_561, 6_563, 6_557, 6_506, 0, 0),
        ("senzing", "opensanctions/us_congress_peps_senzing_2024.jsonl.gz", 1_319, 1_352, 1_316, 1_319, 0, 0),
    ],
)
def test_every_publication_is_read_whole(kind, name, parties, names, with_birth, with_country, with_number, findings):
    found = read_paths(kind, [SAMPLES / name])
    assert (len(found.parties), sum(len(party.names) for party in found.parties)) == (parties, names)
    assert sum(bool(party.births) for party in found.parties) == with_birth
    assert sum(bool(party.countries) for party in found.parties) == with_country
    assert sum(bool(party.identifiers) for party in found.parties) == with_number
    assert len(found.findings) == findings


def test_the_unions_journal_is_read_through_a_mapping():
    mapping = {
        "key": ["celex", "annex", "recordId"], "schema": "schema", "name": "name", "aliases": "alias", "weak_aliases": "weakAlias",
        "former_names": "previousName", "country": ["country", "nationality", "flag"], "birth_date": "birthDate",
        "passport": "passportNumber",
        "tax": ["taxNumber", "innCode"], "registration": ["registrationNumber", "ogrnCode"], "national": "idNumber", "lei": "leiCode",
        "imo": "imoNumber", "bic": "swiftBic", "programme": "programKey", "gender": "gender", "address": "address",
    }  # fmt: skip
    files = [ListFile.at(SAMPLES / "eu_oj/eu_oj_consolidated_2026-08.csv.gz"), ListFile("eu_oj.json", json.dumps(mapping).encode())]
    found = read("csv", files)
    assert found.counts == {"rows": 8_017}
    assert len(found.parties) == 8_015  # two rows without a number repeat a name
    assert sum(party.kind == "person" for party in found.parties) > 4_400
