"""The two commands, from a file to a file: exact columns, findings said row by row, nothing lost, and no database with `--list`."""

import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

HEADER = "query_id,rank,source,entity_id,matched_name,score,decision,reasons".split(",")
SDN = """1001,"PETROSYAN, Ivan Sergeevich","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 01 May 1970; nationality Russia."
1002,"KRASNY OKTYABR OOO",-0- ,"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Tax ID No. 7744001497 (Russia)."
1003,"AMBER TIDE","vessel","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Vessel Registration Identification IMO 9187629."
"""


@pytest.fixture
def sdn(tmp_path: Path) -> str:
    (tmp_path / "sdn.csv").write_text(SDN)
    return f"ofac_sdn:{tmp_path / 'sdn.csv'}"


def run(command: str, text: str, folder: Path, *options: str) -> tuple[list[dict[str, str]], list[str], dict[str, int]]:
    """The rows written, what was said on stderr, and the count at the end."""
    (folder / "in.csv").write_text(text)
    said, errors = StringIO(), StringIO()
    call_command(command, str(folder / "in.csv"), str(folder / "out.csv"), *options, "--json", stdout=said, stderr=errors)
    with (folder / "out.csv").open() as written:
        return list(csv.DictReader(written)), errors.getvalue().splitlines(), json.loads(said.getvalue())


QUERIES = """query_id,name,schema,birth_date,country
a,Ivan Petrosian,Person,1970-05-01,Russia
b,Ivan Petrosian,Person,1984-01-02,FR
c,Красный Октябрь,Company,,
d,Quiet Meadow Bakery,Company,,DE
e,Amber Tide,Vessel,,
"""


def test_files_are_screened_where_no_store_answers_and_no_table_is_loaded(sdn, tmp_path):
    (tmp_path / "in.csv").write_text(QUERIES)
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    command = [sys.executable, "manage.py", "screen_names", str(tmp_path / "in.csv"), str(tmp_path / "out.csv"), f"--list={sdn}"]
    done = subprocess.run(command, env={**os.environ, **nowhere}, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with (tmp_path / "out.csv").open() as written:
        assert next(csv.DictReader(written))["entity_id"] == "1001"


def test_names_are_screened_against_files_without_a_database(sdn, tmp_path):
    rows, errors, counted = run("screen_names", QUERIES, tmp_path, "--list", sdn)
    assert (list(rows[0]), errors) == (HEADER, [])
    best = {row["query_id"]: (row["entity_id"], row["decision"]) for row in rows if row["rank"] == "1"}
    assert best["a"] == ("1001", "match")
    assert best["b"][1] == "none"
    assert best["c"] == ("1002", "match")
    assert best["d"] == ("", "none")
    assert best["e"] == ("1003", "match")
    assert (counted["rows"], counted["findings"]) == (5, 0)
    assert {row["source"] for row in rows if row["entity_id"]} == {"ofac_sdn"}


def test_the_reasons_add_up_to_the_score(sdn, tmp_path):
    row = run("screen_names", QUERIES, tmp_path, "--list", sdn)[0][0]
    effects = [float(reason.rpartition("(")[2].rstrip(")")) for reason in row["reasons"].split("; ")]
    assert sum(effects) == pytest.approx(float(row["score"]))
    assert "Born on the same day: 1970-05-01" in row["reasons"]


def test_an_equal_number_decides_whatever_the_name(sdn, tmp_path):
    text = "query_id,name,schema,birth_date,country,identifier\nx,Somebody Else,Company,,RU,7744001497\n"
    rows, _, _ = run("screen_names", text, tmp_path, "--list", sdn)
    assert [(row["entity_id"], row["decision"]) for row in rows] == [("1002", "match")]


def test_threshold_and_top(sdn, tmp_path):
    rows, _, counted = run("screen_names", QUERIES, tmp_path, "--list", sdn, "--threshold", "1", "--top", "1")
    assert {row["decision"] for row in rows} == {"none"}
    assert [row["query_id"] for row in rows] == list("abcde")
    assert counted["matches"] == 0


def test_what_cannot_be_read_is_said_and_the_name_is_screened_without_it(sdn, tmp_path):
    text = "query_id,name,schema,birth_date,country\na,Ivan Petrosian,Human,yesterday,Atlantis\nb,,Person,,\n"
    rows, errors, counted = run("screen_names", text, tmp_path, "--list", sdn)
    assert [row["query_id"] for row in rows] == ["a", "b"]
    assert rows[0]["decision"] == "match"
    assert [error.partition(",")[0] for error in errors] == ["row 2", "row 2", "row 2", "row 3"]
    assert "YYYY-MM-DD" in errors[1]
    assert counted["findings"] == 4


@pytest.mark.parametrize(
    ("text", "options", "why"),
    [
        ("query_id,name\na,b\n", (), "lacks the columns schema, birth_date, country; the first row says: query_id, name"),
        (QUERIES, ("--list", "nobody:x.csv"), "KIND:FILE"),
        (QUERIES, ("--list", "ofac_sdn:missing.csv"), "missing.csv cannot be read"),
        (QUERIES, ("--threshold", "7"), "between 0 and 1"),
    ],
)
def test_what_stops_a_screening_is_said_in_words(sdn, tmp_path, text, options, why):
    given = options if "--list" in options else ("--list", sdn, *options)
    with pytest.raises(CommandError, match=why):
        run("screen_names", text, tmp_path, *given)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_as_spreadsheets_of_several_countries_save_it(sdn, tmp_path, delimiter):
    text = "query_id,name,schema,birth_date,country\na,Ivan Petrosian,Person,,\n".replace(",", delimiter)
    assert run("screen_names", text, tmp_path, "--list", sdn)[0][0]["decision"] == "match"


@pytest.mark.parametrize(("command", "first"), [("screen_names", "query_id"), ("compare_names", "pair_id")])
def test_an_empty_file_and_one_that_would_write_over_itself_are_refused(sdn, tmp_path, command, first):
    lists = ("--list", sdn) if command == "screen_names" else ()
    (tmp_path / "in.csv").write_text("")
    with pytest.raises(CommandError, match=f"in.csv: The file is empty. Its first row must name the columns: {first},"):
        call_command(command, str(tmp_path / "in.csv"), str(tmp_path / "out.csv"), *lists)
    with pytest.raises(CommandError, match="name another one to write to"):
        call_command(command, str(tmp_path / "in.csv"), str(tmp_path / "in.csv"), *lists)


def test_a_file_of_another_encoding_is_refused_with_its_row(sdn, tmp_path):
    (tmp_path / "latin.csv").write_bytes(b"query_id,name,schema,birth_date,country\na,M\xfcller,Person,,\n")
    with pytest.raises(CommandError, match="not UTF-8"):
        call_command("screen_names", str(tmp_path / "latin.csv"), str(tmp_path / "out.csv"), "--list", sdn)


@pytest.mark.django_db
def test_without_any_active_list_nothing_is_cleared(tmp_path):
    with pytest.raises(CommandError, match="No watchlist is loaded"):
        run("screen_names", QUERIES, tmp_path)


PAIRS = """pair_id,name_a,name_b,schema,props_a,props_b
1,"LINDQVIST, Gerhard",Gerhard Lindkvist,Person,birthDate=1961-04-02|1961;country=se,birthDate=1961
2,Gerhard Lindqvist,Gertrud Lindqvist,Person,,
3,Ana Gil,Somebody Else,Person,country=co;idNumber=98519014,idNumber=98519014;country=Colombia
4,Gerhard Lindqvist,Gerhard Lindqvist,Person,birthDate=1961-04-02,birthDate=1984-09-30
5,Ana Gil,Ana Gil,Person,birthDate=soon;nonsense,
"""


def test_pairs_are_compared_without_a_database(tmp_path):
    rows, errors, counted = run("compare_names", PAIRS, tmp_path)
    assert list(rows[0]) == ["pair_id", "score", "decision", "reasons"]
    assert {row["pair_id"]: row["decision"] for row in rows} == {"1": "match", "2": "none", "3": "match", "4": "none", "5": "match"}
    assert (len(errors), counted["rows"], counted["matches"]) == (2, 5, 3)
    assert any("name=value" in error for error in errors)
