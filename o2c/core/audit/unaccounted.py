"""The proof that every row version belongs to an audit event: no change to master data without a trace."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Model

from o2c.core.audit.history import versioned_models
from o2c.core.reference import SYNC

# The rows the code itself brings (`sync_reference`) have the release for their reason, and say so in their context.
UNACCOUNTED = """
SELECT v.pgh_obj_id, v.pgh_label, v.pgh_created_at
FROM {table} v
LEFT JOIN core_auditevent e ON e.context_id = v.pgh_context_id
LEFT JOIN pghistory_context c ON c.id = v.pgh_context_id
WHERE e.id IS NULL AND c.metadata->>'verb' IS DISTINCT FROM %s
ORDER BY v.pgh_id
"""


@dataclass(frozen=True, slots=True)
class Unaccounted:
    """A version of a row that no audit event accounts for."""

    model: type[Model]
    object_id: int
    kind: str
    at: datetime


def versions_without_event() -> Iterator[Unaccounted]:
    """Every such version, table by table; one set-based question each."""
    for model in versioned_models():
        table = connection.ops.quote_name(next(iter(model.pgh_event_models.values()))._meta.db_table)  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute(UNACCOUNTED.format(table=table), [SYNC])
            for object_id, kind, at in cursor:
                yield Unaccounted(model, object_id, kind, at)
