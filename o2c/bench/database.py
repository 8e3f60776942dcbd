"""A database of its own beside the one of the house, so that nothing measured touches anybody's work."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from o2c.core.reference import sync_reference


@contextmanager
def own_database(name: str, *, fresh: bool = False) -> Iterator[None]:
    """Everything inside happens in the database `name`, made and migrated when missing; `fresh` drops an old one first."""
    house = connection.settings_dict["NAME"]
    if fresh:
        _ask_the_server(f'DROP DATABASE IF EXISTS "{name}"')
    if not _ask_the_server("SELECT 1 FROM pg_database WHERE datname = %s", name):
        _ask_the_server(f'CREATE DATABASE "{name}"')
    _use(name)
    try:
        call_command("migrate", verbosity=0)
        sync_reference()
        yield
    finally:
        _use(house)


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _ask_the_server(statement: str, *values: str) -> Any:
    """From a session outside any transaction: databases are not made inside one."""
    with closing(psycopg2.connect(**connection.get_connection_params())) as session:
        session.autocommit = True
        cursor = session.cursor()
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None
