"""COPY for rows that are generated: only the columns that differ are spelled out, the rest is what the model says by default."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.fields import NOT_PROVIDED

CHUNK = 20_000


class Loader:
    """COPY into one table. `same` holds in every row; `names` are the fields each row gives, as text and in that order."""

    def __init__(self, model: type[Model], same: Mapping[str, str], *names: str) -> None:
        written = {field.name: field for field in model._meta.concrete_fields if not field.generated and field.db_default is NOT_PROVIDED}
        usual = [field for name, field in written.items() if name not in names and not field.primary_key]
        columns = ", ".join(f'"{field.column}"' for field in [*(written[name] for name in names), *usual])
        self.table = model._meta.db_table
        self.statement = f'COPY "{self.table}" ({columns}) FROM STDIN'
        self.tail = "".join(f"\t{same.get(field.name) or _text(field.get_default())}" for field in usual) + "\n"

    def copy(self, rows: Iterable[Sequence[str]]) -> None:
        """Write the rows, one chunk in memory at a time."""
        remaining = iter(rows)
        with connection.cursor() as cursor:
            while lines := "".join("\t".join(row) + self.tail for row in islice(remaining, CHUNK)):
                cursor.cursor.copy_expert(self.statement, StringIO(lines))

    def continue_keys(self) -> None:
        """The next key follows the last one that was given."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{self.table}', 'id'), (SELECT max(id) FROM {self.table}))")  # noqa: S608


@contextmanager
def triggers_asleep() -> Iterator[None]:
    """No triggers, no foreign keys, until the end of the block. Needs the rights of a superuser."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def _text(value: Any) -> str:
    match value:
        case None:
            return "\\N"
        case bool():
            return "t" if value else "f"
    return str(value)
