"""Embedded servers in a folder of their own: start, reuse, survive a crash, stop."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from o2c import embedded


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("o2c stores")  # the blank is part of the test
    yield folder
    embedded.stop(folder)


@pytest.fixture
def unconfigured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.setenv(name, "to be removed")  # so that monkeypatch restores what ensure() writes
        monkeypatch.delenv(name)


def ask(sql: str) -> object:
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection, connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
        return row[0] if row else None


def broker() -> redis.Redis:
    return redis.Redis.from_url(os.environ["REDIS_URL"])


def server_number(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def is_alive(number: int) -> bool:
    try:
        return bool(psutil.Process(number).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")


@pytest.mark.usefixtures("unconfigured")
def test_both_start_answer_and_are_found_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded.ensure(home)
    assert ask("SELECT current_database()") == "o2c"
    assert ask("SHOW fsync") == "on"
    assert ask("SELECT 'ÉTÉ 上海 МОСКВА' ILIKE 'été 上海 москва'") is True
    assert broker().ping()
    addresses = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
    forget(monkeypatch)
    began = time.monotonic()
    assert embedded.ensure(home) == []
    assert time.monotonic() - began < 2
    assert (os.environ["DATABASE_URL"], os.environ["REDIS_URL"]) == addresses


@pytest.mark.usefixtures("unconfigured")
def test_a_killed_server_starts_again_with_its_rows(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded.ensure(home)
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        connection.cursor().execute("CREATE TABLE kept AS SELECT 7 AS answer")
    for number in (server_number(home), int(broker().info()["process_id"])):
        os.kill(number, signal.SIGKILL)
        while is_alive(number):
            time.sleep(0.05)
    forget(monkeypatch)
    assert embedded.ensure(home) == ["DATABASE_URL", "REDIS_URL"]
    assert ask("SELECT answer FROM kept") == 7
    assert broker().ping()


@pytest.mark.usefixtures("unconfigured")
def test_a_process_number_given_to_somebody_else_is_no_server(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded.ensure(home)
    pid_file = home / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    embedded.stop(home)
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    forget(monkeypatch)
    assert embedded.ensure(home) == ["DATABASE_URL", "REDIS_URL"]
    assert ask("SELECT 1") == 1


@pytest.mark.usefixtures("unconfigured")
def test_stop_leaves_no_process(home: Path) -> None:
    embedded.ensure(home)
    running = [server_number(home), int(broker().info()["process_id"])]
    assert [is_alive(number) for number in running] == [True, True]
    embedded.stop(home)
    embedded.stop(home)  # a second time says nothing
    assert [is_alive(number) for number in running] == [False, False]


def test_what_is_configured_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.internal/o2c")
    monkeypatch.setenv("REDIS_URL", "redis://broker.internal/0")
    assert embedded.ensure(tmp_path / "stores") == []
    assert not (tmp_path / "stores").exists()
    assert os.environ["DATABASE_URL"] == "postgresql://db.internal/o2c"


@pytest.mark.usefixtures("unconfigured")
def test_only_the_missing_store_is_started(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://broker.internal/0")
    assert embedded.ensure(home) == ["DATABASE_URL"]
    assert os.environ["REDIS_URL"] == "redis://broker.internal/0"


@pytest.mark.usefixtures("unconfigured")
def test_test_stores_are_fast_and_may_live_in_a_deep_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("a folder whose path is longer than a socket may have" * 2)
    try:
        embedded.ensure(deep, durable=False)
        assert [ask(f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")] == ["off"] * 3
    finally:
        embedded.stop(deep)
