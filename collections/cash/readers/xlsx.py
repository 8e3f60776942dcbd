"""Statements in a spreadsheet: the first sheet, read row by row; values only, no formula is ever computed."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from zipfile import BadZipFile
from zlib import error

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from o2c.collections.cash.readers.files import Source
from o2c.collections.cash.readers.shapes import Entry, Log, Unreadable
from o2c.collections.cash.readers.tables.columns import DateOrder, Mapping
from o2c.collections.cash.readers.tables.rows import entries

MAX_COLUMNS = 200
MAX_ROWS = 1_048_576  # of a sheet; a row may call itself the billionth, and those left out before it are read as blank ones
# What openpyxl and zipfile raise for a workbook that is damaged or no workbook at all.
BROKEN = (
    BadZipFile,
    InvalidFileException,
    NotImplementedError,
    EOFError,
    KeyError,
    ValueError,
    OSError,
    SyntaxError,
    error,
    DefusedXmlException,
)


def read(source: Source, log: Log, saved: Sequence[Mapping] = (), dates: DateOrder = "") -> Iterator[Entry]:
    """Like the CSV reader. Raises as `rows_of`."""
    log.format = "XLSX"
    yield from entries(rows_of(source), log, saved, dates)


def rows_of(source: Source) -> Iterator[list[str]]:
    """The first sheet, row by row. Raises Unreadable "file_truncated" for a damaged workbook, "no_statement" without sheet."""
    source.stream.seek(0)
    try:
        workbook = load_workbook(source.stream, read_only=True, data_only=True, keep_links=False)
    except BROKEN as damage:
        raise Unreadable("file_truncated") from damage
    try:
        sheet = workbook.worksheets[0] if workbook.worksheets else None
        if sheet is None:
            raise Unreadable("no_statement")
        sheet.reset_dimensions()  # what a sheet says of its own size is often wrong: the rows beyond it would be left out
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
            if number > MAX_ROWS:
                raise Unreadable("row_too_long", row=number)
            yield [_text(cell) for cell in row] if any(cell is not None for cell in row) else []
    except BROKEN as damage:
        raise Unreadable("file_truncated") from damage
    finally:
        workbook.close()


def _text(cell: object) -> str:
    """A cell as a bank would have written it: ISO days, exact decimals."""
    match cell:
        case None:
            return ""
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float():
            return format(Decimal(repr(cell)), "f")
        case _:
            return str(cell)
