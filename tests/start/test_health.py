"""The health address tells the truth about each store."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings

from o2c import health

pytestmark = pytest.mark.django_db


def test_everything_in_order(client: Client) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "migrations": "ok", "broker": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_silent_broker_is_named(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "migrations": "ok", "broker": "failed"})


def test_a_missing_migration_is_named(client: Client) -> None:
    connection.cursor().execute("DELETE FROM django_migrations WHERE app = 'core'")
    assert client.get("/health/").json()["migrations"] == "failed"


def test_a_lost_database_is_named_without_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> bool:
        raise DatabaseError("password of db.internal is wrong")

    monkeypatch.setitem(health.QUESTIONS, "database", lost)
    answer = client.get("/health/")
    assert answer.status_code == 503
    assert "db.internal" not in answer.content.decode()
