"""What tests stand on: append-only tables can be emptied between tests, and reference rows come back."""

from datetime import date

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from o2c.celery import app
from o2c.core.access.models import Role
from o2c.core.audit.models import AuditAnchor


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_transactional_test_starts_with_reference_rows_and_nothing_else(turn: str) -> None:
    assert not AuditAnchor.objects.exists()
    assert not Role.objects.filter(code="left-behind").exists()
    assert Role.objects.filter(code="clerk").exists()
    AuditAnchor.objects.create(day=date(2026, 2, 28), heads={}, prev_hash="", hash="")
    Role.objects.create(code="left-behind")


@pytest.mark.django_db
def test_outside_the_flush_the_tables_stay_append_only() -> None:
    with pytest.raises(DatabaseError, match="auditanchor"):
        connection.cursor().execute("TRUNCATE core_auditanchor")


def test_each_parallel_worker_has_a_broker_database_of_its_own(worker_id: str) -> None:
    number = 0 if worker_id == "master" else int(worker_id.removeprefix("gw")) + 1
    assert settings.REDIS_URL.endswith(f"/{number}")
    assert app.conf.broker_url == settings.REDIS_URL
