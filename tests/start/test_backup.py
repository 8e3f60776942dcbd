"""A backup brings back what was lost: rows behind append-only triggers, constraints, and files."""

from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from pytest_django import Settings

from o2c import backup
from o2c.core.audit.models import AuditAnchor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def nobody_else() -> None:
    """What earlier runs left connected or made would be in the way."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS a_later_idea")
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def anchor(day: date) -> None:
    AuditAnchor.objects.create(day=day, heads={}, prev_hash="", hash="")


def test_everything_comes_back_and_what_came_later_is_gone(tmp_path: Path, media: Path) -> None:
    anchor(date(2026, 2, 28))
    (media / "ab").mkdir()
    (media / "ab" / "contract.pdf").write_bytes(b"signed")
    call_command("backup", tmp_path / "kept")
    anchor(date(2026, 3, 1))
    connection.cursor().execute("CREATE TABLE a_later_idea (id int)")
    (media / "ab" / "contract.pdf").unlink()

    call_command("restore", tmp_path / "kept", "--no-input")

    assert list(AuditAnchor.objects.values_list("day", flat=True)) == [date(2026, 2, 28)]
    assert "a_later_idea" not in connection.introspection.table_names()
    assert (media / "ab" / "contract.pdf").read_bytes() == b"signed"
    with pytest.raises(DatabaseError, match="auditanchor"):
        connection.cursor().execute("DELETE FROM core_auditanchor")
    assert call_command("migrate", "--check", verbosity=0) is None


def test_a_broken_backup_changes_nothing(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "kept")
    (tmp_path / "kept" / "database.dump").write_bytes((tmp_path / "kept" / "database.dump").read_bytes()[:5000])
    anchor(date(2026, 3, 1))
    with pytest.raises(backup.subprocess.CalledProcessError):
        call_command("restore", tmp_path / "kept", "--no-input")
    assert AuditAnchor.objects.count() == 1


def test_nobody_else_may_be_at_work(tmp_path: Path) -> None:
    call_command("backup", tmp_path / "kept")
    with closing(psycopg2.connect(**backup._parameters())), pytest.raises(CommandError, match="1 other connections use the database"):
        call_command("restore", tmp_path / "kept", "--no-input")


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"is no backup: it lacks database\.dump and media\.zip"):
        call_command("restore", tmp_path, "--no-input")
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", tmp_path)
