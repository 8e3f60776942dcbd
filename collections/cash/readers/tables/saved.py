"""Whether a mapping made on a sample fits another table of the same bank, and what it misses there."""

from collections.abc import Sequence
from dataclasses import replace

from o2c.collections.cash.readers.tables.columns import Mapping
from o2c.core.names import fold

PREAMBLE = 15


def placed(mapping: Mapping, rows: Sequence[Sequence[str]]) -> Mapping | None:
    """The mapping with its places in these rows, none of them empty; None where a heading it needs is missing or stands twice.

    A bank may add columns or change their order: what counts is the heading. Without headings the places count.
    """
    if not mapping.header:
        return mapping if len(rows) > mapping.skip and max(mapping.columns.values()) < len(rows[mapping.skip]) else None
    for number, row in enumerate(rows[:PREAMBLE], start=1):
        if (columns := _places(mapping, row)) is not None:
            return replace(mapping, columns=columns, skip=number)
    return None


def _places(mapping: Mapping, row: Sequence[str]) -> dict[str, int] | None:
    made_on, here = _folded(mapping.header), _folded(row)
    if made_on == here:
        return mapping.columns
    words = {meaning: made_on[place] if place < len(made_on) else "" for meaning, place in mapping.columns.items()}
    if any(not word or here.count(word) != 1 for word in words.values()):
        return None
    return {meaning: here.index(word) for meaning, word in words.items()}


def lacking(mapping: Mapping, rows: Sequence[Sequence[str]]) -> list[str]:
    """The headings the mapping needs and no row near the top has; without headings, the columns past the end of the table."""
    if not mapping.header:
        width = len(rows[mapping.skip]) if len(rows) > mapping.skip else 0
        return [str(place + 1) for place in sorted(mapping.columns.values()) if place >= width]
    needed = [mapping.header[place] for place in sorted(mapping.columns.values()) if place < len(mapping.header)]
    missing = ([word for word in needed if _folded(row).count(fold(word)) != 1] for row in rows[:PREAMBLE])
    return min(missing, key=len, default=needed)


def _folded(row: Sequence[str]) -> list[str]:
    cells = [fold(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
