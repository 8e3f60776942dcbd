"""Database and files, out to a folder and in again, with PostgreSQL's own tools."""

import os
import subprocess
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import psycopg2
from django.conf import settings
from django.db import connection

from o2c import embedded


class InUse(Exception):
    """Other programs are connected to the database."""


def backup(folder: Path) -> None:
    """Write `database.dump`, one consistent moment, and `media.zip`. The folder is readable by its owner only."""
    folder.mkdir(parents=True, mode=0o700)
    _tool("pg_dump", "--format=custom", f"--file={folder / 'database.dump'}")
    with zipfile.ZipFile(folder / "media.zip", "w") as media:
        for path in sorted(settings.MEDIA_ROOT.rglob("*")):
            media.write(path, path.relative_to(settings.MEDIA_ROOT))


def restore(folder: Path) -> None:
    """Replace the database with the one of the backup, all or nothing, then bring its files back.

    Raises InUse while anyone else is connected.
    """
    connection.close()
    if others := _other_sessions():
        raise InUse(f"{others} other connections use the database. Stop web, worker and beat, then try again.")
    with tempfile.TemporaryDirectory() as scratch:
        script = Path(scratch) / "restore.sql"
        _tool("pg_restore", "--no-owner", f"--file={script}", str(folder / "database.dump"), database=False)
        fresh = ("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public")
        _tool("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", *fresh, f"--file={script}")
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / "media.zip") as media:
        media.extractall(settings.MEDIA_ROOT)


def _other_sessions() -> int:
    session = psycopg2.connect(**_parameters())
    try:
        with session.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
            return int(cursor.fetchone()[0])
    finally:
        session.close()


def _parameters() -> dict[str, Any]:
    """How to reach the database Django uses, in libpq's words."""
    known = connection.settings_dict
    words = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return {word: known[key] for word, key in words.items() if known[key]}


def _tool(name: str, *arguments: str, database: bool = True) -> None:
    parameters = _parameters()
    environment = os.environ | {"PGPASSWORD": parameters.pop("password", ""), "PGOPTIONS": "--client-min-messages=warning"}
    where = [f"--dbname={psycopg2.extensions.make_dsn(**parameters)}"] if database else []
    subprocess.run([embedded.POSTGRES_TOOLS / name, *where, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
