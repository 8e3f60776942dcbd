"""The stores come first: Django's settings read their addresses. pytest-xdist workers inherit both."""

import hashlib
import json
import os
from pathlib import Path

from o2c import embedded

EMBEDDED = not os.environ.get("DATABASE_URL") and "PYTEST_XDIST_WORKER" not in os.environ
embedded.ensure(embedded.TEST_HOME, durable=False)
if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # gw0 keeps its sessions and queues in the broker's database 1, and so on
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].rpartition("/")[0] + f"/{int(worker[2:]) + 1}"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "o2c.settings")
os.environ.update({"TAX_REGISTER_URL": "", "CHECK_MAIL_DOMAINS": "off"})  # tests ask nobody outside
os.environ["INDEX_ROOT"] = str(embedded.TEST_HOME / "indexes" / (worker or "all"))

from collections.abc import Iterable  # noqa: E402
from contextlib import closing  # noqa: E402

import django  # noqa: E402
import psycopg2  # noqa: E402
import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding
settings.load_profile("house")
django.setup()
if not worker:
    del os.environ["DJANGO_SETTINGS_MODULE"]  # else pytest-django loads a worker's settings before its address is set above

from django.db.backends.postgresql.operations import DatabaseOperations  # noqa: E402
from pytest_django import DjangoDbBlocker  # noqa: E402

from o2c import catalogue  # noqa: E402
from o2c.core.reference import sync_reference  # noqa: E402

if not worker:
    catalogue.compile_changed()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the embedded test databases from run to run, until a migration they have applied changes or goes; new ones are applied."""
    if not EMBEDDED:
        return
    config.option.reuse_db = True
    record, now = embedded.TEST_HOME / "migrations.json", _migrations()
    applied = json.loads(record.read_text()).items() if record.exists() else ()
    if config.option.create_db or not applied or not applied <= now.items():
        _drop_test_databases()
    record.write_text(json.dumps(now))


def _migrations() -> dict[str, str]:
    """The sum of each migration file."""
    house = Path(__file__).resolve().parent.parent
    files = [*house.glob("*/migrations/*.py"), *house.glob("o2c/core/migrations/*.py")]
    return {str(path.relative_to(house)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def _drop_test_databases() -> None:
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT format('DROP DATABASE %I WITH (FORCE)', datname) FROM pg_database WHERE datname LIKE 'test\\_%'")
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Every test finds the reference rows, as every installation does."""
    with django_db_blocker.unblock():
        sync_reference()


def _flush_append_only_tables(self: DatabaseOperations, sql_list: Iterable[str]) -> None:
    """Our triggers refuse TRUNCATE, so the flush after a transactional test runs without them."""
    _execute_sql_flush(self, ["SET LOCAL session_replication_role = replica", *sql_list])
    sync_reference()


_execute_sql_flush = DatabaseOperations.execute_sql_flush
DatabaseOperations.execute_sql_flush = _flush_append_only_tables  # type: ignore[method-assign]
