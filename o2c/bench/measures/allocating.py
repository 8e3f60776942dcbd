"""Allocations through the ledger, beside bare inserts of the very rows it wrote into tables without triggers, keys or checks."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

from o2c.bench import book
from o2c.bench.figures import Figure, seconds
from o2c.bench.rows import LAST
from o2c.billing.ledger.models import Allocation, JournalEntry, JournalLine
from o2c.billing.ledger.services import Pair, allocate, allocate_many
from o2c.core.access.models import User
from o2c.core.access.queries import the_night
from o2c.core.acting import Running
from o2c.core.audit import services as audit
from o2c.core.verbs import opened, rehearse

MANY, SINGLE = 10_000, 300
WRITTEN = [model._meta.db_table for model in (JournalEntry, JournalLine, Allocation)]
Lines = list[tuple[Any, ...]]
Rows = dict[str, Lines]
Insert = Callable[[Any, str, Lines], None]

PAIRS = """
    WITH item AS (
        SELECT id, customer_id, open_amount, side, row_number() OVER (PARTITION BY customer_id, side ORDER BY id) AS number
        FROM billing_openitem WHERE open_amount > 0 AND (side = 'debit' OR kind = 'receipt')
    )
    SELECT d.id, c.id, least(d.open_amount, c.open_amount) FROM item d JOIN item c USING (customer_id, number)
    WHERE d.side = 'debit' AND c.side = 'credit' ORDER BY c.id LIMIT %s
"""


def allocating(sizes: book.Sizes) -> Iterator[Figure]:
    """Receipts settle invoices of the same customer. All is rolled back, so that the next run finds the same book."""
    pairs, actor = _pairs(), the_night()
    many, single = pairs[:MANY], pairs[:SINGLE]
    yield _figure(f"{len(many):,} allocations in one set", len(many), partial(_in_one_set, many, actor), at_once)
    yield _figure(f"{len(single):,} allocations, one verb each", len(single), partial(_one_verb_each, single, actor), _one_by_one)


def _figure(question: str, count: int, work: Callable[[], None], insert: Insert) -> Figure:
    ours, rows = rehearsed(work)
    plain, _none = rehearsed(partial(insert_bare, rows, insert))
    note = f"{count / ours:,.0f} a second, {sum(map(len, rows.values())):,} rows"
    return Figure(question, "bare inserts of the same rows", ours, plain, note=note)


def _pairs() -> list[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, [MANY])
        return [Pair(debit, credit, amount, LAST) for debit, credit, amount in cursor.fetchall()]


def _in_one_set(pairs: Sequence[Pair], actor: User) -> None:
    with opened(Running("billing.allocate_items", actor, None)):
        allocate_many(pairs, method="automatic", actor=actor)


def _one_verb_each(pairs: Sequence[Pair], actor: User) -> None:
    """With an event of the audit trail for each."""
    for pair in pairs:
        verb = Running("billing.allocate_items", actor, None)
        with opened(verb):
            allocate([pair], method="automatic", actor=actor)
            audit.write(verb)


def rehearsed(
    work: Callable[[], object], written: Sequence[str] = WRITTEN, before: Callable[[], object] = lambda: None
) -> tuple[float, Rows]:
    """How long it took after what has to be there `before`, and the rows it left in the tables before they were rolled back."""
    with rehearse():
        before()
        last = {table: _ask(f"SELECT coalesce(max(id), 0) FROM {table}")[0][0] for table in written}  # noqa: S608
        taken = seconds(work)
        rows = {table: _ask(f"SELECT * FROM {table} WHERE id > {last[table]} ORDER BY id") for table in written}  # noqa: S608
    return taken, rows


def _ask(statement: str) -> Lines:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def insert_bare(rows: Rows, insert: Insert) -> None:
    with connection.cursor() as cursor:
        for table, lines in rows.items():
            cursor.execute(f"CREATE TEMP TABLE plain_{table} ON COMMIT DROP AS SELECT * FROM {table} WITH NO DATA")  # noqa: S608
            insert(cursor.cursor, f"INSERT INTO plain_{table} VALUES %s", lines)  # noqa: S608


def at_once(cursor: Any, statement: str, lines: Lines) -> None:
    execute_values(cursor, statement, lines, page_size=1_000)


def _one_by_one(cursor: Any, statement: str, lines: Lines) -> None:
    for line in lines:
        cursor.execute(statement, [line])
