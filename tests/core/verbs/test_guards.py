"""The database says no by itself: everything declared append-only or immutable, on its real tables and not only in the code."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from o2c.core.checks import patterns

pytestmark = pytest.mark.django_db
ROW, DELETE, UPDATE, TRUNCATE = 1, 8, 16, 32
KEPT = {"append_only", "immutable", "no_delete"}


def guarded() -> list[type[Model]]:
    """Every model that declares a trigger which refuses, and every table of row versions."""
    list(patterns())
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return [model for model in models if KEPT & {trigger.name for trigger in getattr(model._meta, "triggers", [])}]


def fetched(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_each_refuses_update_and_delete_of_a_row() -> None:
    rows = fetched("""SELECT t.tgrelid::regclass::text, t.tgtype, f.prosrc FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
                      WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')""")
    refusing = {(table, bit) for table, kind, body in rows for bit in (DELETE, UPDATE) if kind & ROW and kind & bit and "RAISE" in body}
    tables = {model._meta.db_table for model in guarded()}

    assert len(tables) > 60
    assert {(table, bit) for table in tables for bit in (DELETE, UPDATE)} - refusing == set()


def test_each_refuses_to_be_emptied_also_through_the_tables_it_points_at() -> None:
    emptied = []
    for model in guarded():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')
                emptied.append(model._meta.label)
                transaction.set_rollback(True)
        except IntegrityError:
            continue
    assert emptied == []


def test_no_row_goes_because_another_one_goes() -> None:
    """No foreign key of the database deletes, empties or moves what points at a row."""
    found = fetched("SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND confdeltype NOT IN ('a', 'r')")
    assert found == []
