"""What tests stand on: append-only tables can be emptied between tests, and reference rows come back."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

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
