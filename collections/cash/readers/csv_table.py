"""CSV statements: charset and separator are found by looking, the mapping is saved with the bank account or suggested."""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from o2c.collections.cash.readers.files import Source
from o2c.collections.cash.readers.shapes import Entry, Log, Unreadable
from o2c.collections.cash.readers.tables.columns import DateOrder, Mapping
from o2c.collections.cash.readers.tables.rows import entries
from o2c.collections.cash.readers.tables.saved import placed

SEPARATORS = ";,\t|"
SAMPLE, HEAD = 200, 30
MAX_LINE = 64 * 1024
MAX_COLUMNS = 200


def read(source: Source, log: Log, saved: Sequence[Mapping] = (), dates: DateOrder = "") -> Iterator[Entry]:
    """The entries, one by one. `saved`: the mappings people made; without one that fits, one is suggested.

    Raises Unreadable "row_broken", "row_too_long", "row_columns", "columns_unknown", "no_statement", and what `entries` raises.
    """
    log.format = "CSV"
    yield from entries(_rows(source, *_cut(source, saved)), log, saved, dates)


def rows_of(source: Source, charset: str = "", separator: str = "") -> Iterator[list[str]]:
    """The table row by row. Raises as `read`."""
    charset = charset or source.charset()
    return _rows(source, charset, separator or _separator(source, charset))


def _cut(source: Source, saved: Sequence[Mapping]) -> tuple[str, str]:
    """Charset and separator: of a saved mapping that fits so, else as they are found by looking."""
    charset = source.charset()
    found = charset, _separator(source, charset)
    for mapping in saved:
        said = mapping.charset or charset, mapping.separator or found[1]
        if said != found and placed(mapping, _head(source, *said)):
            return said
    return found


def _head(source: Source, charset: str, separator: str) -> list[list[str]]:
    try:
        return [row for row in islice(_rows(source, charset, separator), HEAD) if any(map(str.strip, row))]
    except Unreadable:
        return []


def _rows(source: Source, charset: str, separator: str) -> Iterator[list[str]]:
    number = 0
    try:
        for number, row in enumerate(csv.reader(_lines(source, charset), delimiter=separator, skipinitialspace=True, strict=True), start=1):
            if len(row) > MAX_COLUMNS or sum(map(len, row)) > MAX_LINE:
                raise Unreadable("row_too_long", row=number)
            yield row
    except csv.Error as error:
        raise Unreadable("row_broken", row=number + 1, detail=str(error)) from error


def _lines(source: Source, charset: str) -> Iterator[str]:
    for number, line in enumerate(source.lines(charset), start=1):
        if len(line) > MAX_LINE:
            raise Unreadable("row_too_long", row=number)
        yield line.replace("\x00", "") + "\n"


def _separator(source: Source, charset: str) -> str:
    """The separator that cuts most lines into the same number of columns, at least two."""
    lines = [line for line in islice(_lines(source, charset), SAMPLE) if line.strip()]
    best, most = ",", 0
    for separator in SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(chain(lines), delimiter=separator, skipinitialspace=True) if row]
        except csv.Error:
            continue
        width = max(set(widths), key=widths.count, default=1)
        agreeing = widths.count(width) * (width > 1)
        if (agreeing, width) > (most, 0) and agreeing > most:
            best, most = separator, agreeing
    return best
