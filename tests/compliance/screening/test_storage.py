"""The index as a file: the same answers as in memory, shared by processes, and nothing read that another engine wrote."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from o2c.compliance.screening.engine import ENGINE_VERSION, Config, Index, Subject, build_index, open_index, screen, write_index
from o2c.compliance.watchlists.readers import BirthDate, Identifier, Listed, ListedName

CONFIG = Config()
PARTIES = [
    Listed("1", "person", (ListedName("PETROV, Ivan Sergeevich"), ListedName("Vanya", "aka", weak=True)), births=(BirthDate(1970, 5, 1),)),
    Listed("2", "organisation", (ListedName("KRASNY OKTYABR OOO"),), identifiers=(Identifier("tax", "7744001497", "RU"),)),
    Listed("3", "vessel", (ListedName("AMBER TIDE"),)),
]
ASKED = [
    Subject("person", ("Ivan Petrov",), births=(BirthDate(1970),)),
    Subject("organisation", ("Krasnyi Oktiabr LLC",)),
    Subject("organisation", ("Somebody Else",), identifiers=(Identifier("tax", "7744001497", "RU"),)),
    Subject("", ("Amber Tide",)),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_index(PARTIES, tmp_path / "lists" / "index")
    return tmp_path / "lists" / "index"


def answers(index: Index) -> list[list[tuple[str, float]]]:
    return [[(hit.party.key, hit.score) for hit in screen(subject, index, CONFIG)] for subject in ASKED]


def test_a_mapped_index_answers_as_one_in_memory(path: Path) -> None:
    mapped = open_index(path)
    assert answers(mapped) == answers(build_index(PARTIES))
    assert all(answers(mapped))
    assert (mapped.size, list(mapped.parties)) == ((3, 4), PARTIES)


def test_nothing_is_left_beside_the_file(path: Path) -> None:
    assert list(path.parent.iterdir()) == [path]


def test_another_process_reads_the_same_file(path: Path) -> None:
    asked = "from o2c.compliance.screening.engine import *; from pathlib import Path; import sys;"
    asked += "print(screen(Subject('person', ('Ivan Petrov',)), open_index(Path(sys.argv[1])), Config())[0].party.key)"
    assert subprocess.run([sys.executable, "-c", asked, path], capture_output=True, text=True, check=True).stdout == "1\n"


def test_a_file_of_another_engine_or_none_at_all_is_refused(path: Path, tmp_path: Path) -> None:
    written = path.read_bytes()
    path.write_bytes(written.replace(f'{{"engine": "{ENGINE_VERSION}"'.encode(), b'{"engine": "0"', 1))
    with pytest.raises(ValueError, match="written by engine"):
        open_index(path)
    (tmp_path / "text").write_text("something else, long enough to be looked at")
    with pytest.raises(ValueError, match="no screening index"):
        open_index(tmp_path / "text")


def test_a_delta_index_scores_to_the_digit_as_the_full_one() -> None:
    crowd = [Listed(f"x{at}", "person", (ListedName(f"PETROV, Petr{at} Ivan"),)) for at in range(1200)]
    full = build_index([*PARTIES, *crowd])
    changed = [replace(PARTIES[0], births=())]
    delta = build_index(changed, like=full)
    asked = Subject("person", ("Ivan Petrov Sergeevich",))
    assert screen(asked, delta, CONFIG)[0].score == next(hit.score for hit in screen(asked, full, CONFIG) if hit.party.key == "1")
    assert screen(asked, delta, CONFIG)[0].score != screen(asked, build_index(changed), CONFIG)[0].score
