"""A list out to Excel, beside a bare loop that writes the same values with openpyxl."""

import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, repeat
from typing import Any

from django.db.models import DateField, Value
from openpyxl import Workbook

from o2c.bench import book
from o2c.bench.figures import Figure, peak_memory, side_by_side
from o2c.bench.rows import LAST
from o2c.billing.ledger.queries import open_items
from o2c.billing.ledger.tables import OpenItemTable
from o2c.core.excel.write import workbook

ROWS, HELD = 100_000, 2_000


def export(sizes: book.Sizes) -> Iterator[Figure]:
    """The rows are held in memory and come round again, so that neither side is measured with the database's time."""
    found = open_items(book.collector()).annotate(seen_on=Value(LAST, DateField()))[: min(HELD, sizes.items)]
    held = list(found)
    times = min(ROWS, sizes.items) // len(held)
    values = [[_plain(column.value(row)) for column in OpenItemTable.columns] for row in held]

    def ours() -> None:
        workbook(OpenItemTable.columns, _again(held, times), {"List": "bench"}).close()

    def bare() -> None:
        _bare_loop(_again(values, times))

    question = f"Excel export of {len(held) * times:,} open items"
    yield Figure(question, "a bare openpyxl loop", *side_by_side(ours, bare, rounds=1 if times > 5 else None))
    yield Figure(f"{question}, most memory", "a bare openpyxl loop", peak_memory(ours), peak_memory(bare), "MB")


def _again(rows: list[Any], times: int) -> Iterable[Any]:
    return chain.from_iterable(repeat(rows, times))


def _bare_loop(rows: Iterable[list[Any]]) -> None:
    book_ = Workbook(write_only=True)
    sheet = book_.create_sheet()
    for row in rows:
        sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book_.save(file)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | Decimal | str) or hasattr(value, "year") or value is None else str(value)
