"""A sample file under a mapping: its first rows as they stand, and as they are understood."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from o2c.collections.cash.readers import csv_table, xlsx
from o2c.collections.cash.readers.files import Source
from o2c.collections.cash.readers.kinds import kind_of
from o2c.collections.cash.readers.shapes import Entry, Log, Remark, Statement, Unreadable
from o2c.collections.cash.readers.tables.columns import Mapping
from o2c.collections.cash.readers.tables.rows import entries

FIRST_ROWS, FIRST_ENTRIES = 30, 10
TABLE_KINDS = {"csv", "xlsx"}


@dataclass(frozen=True, slots=True)
class Understood:
    """What a mapping makes of a sample: its first entries, its sums, and what there is to know, to ask or to refuse."""

    first: tuple[Entry, ...] = ()
    statement: Statement | None = None
    remarks: tuple[Remark, ...] = ()
    refusal: Unreadable | None = None

    @property
    def is_usable(self) -> bool:
        """Read to its end, with no question left about the table itself."""
        return self.refusal is None and not any(remark.kind == "ask" for remark in self.remarks)


def first_rows(source: Source, charset: str = "", separator: str = "") -> list[list[str]]:
    """The first rows that are not empty. Raises Unreadable "not_a_table" for another kind of file, and as the readers."""
    found = (row for row in _rows(source, charset, separator) if any(map(str.strip, row)))
    return list(islice(found, FIRST_ROWS))


def understood(source: Source, mapping: Mapping) -> Understood:
    """The whole sample read by the mapping. Never raises for what is in the file."""
    log = Log("CSV")
    first: list[Entry] = []
    try:
        for entry in entries(_rows(source, mapping.charset, mapping.separator), log, [mapping]):
            if len(first) < FIRST_ENTRIES:
                first.append(entry)
    except Unreadable as refusal:
        return Understood(tuple(first), None, tuple(log.remarks), refusal)
    return Understood(tuple(first), log.statements[0], tuple(log.remarks))


def _rows(source: Source, charset: str, separator: str) -> Iterator[list[str]]:
    kind = kind_of(source)
    if kind not in TABLE_KINDS:
        raise Unreadable("not_a_table", found=kind.upper())
    return xlsx.rows_of(source) if kind == "xlsx" else csv_table.rows_of(source, charset, separator)
