"""Lists out to Excel: real numbers and dates, text that stays text, a first sheet that says what the file holds."""

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import IO, Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from o2c.core.money import Money, digits

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_048_575  # what a sheet can hold below its header
MOST_NAME = 31  # what the name of a sheet can hold
MOST_TEXT = 32_767  # what a cell can hold
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
WIDTHS = {"money": 16, "number": 12, "percent": 10, "date": 12, "last_day": 12, "moment": 18, "badge": 14, "bar": 10}


class Columned(Protocol):
    """A column of a list page."""

    @property
    def label(self) -> Any: ...
    @property
    def kind(self) -> str: ...
    def value(self, row: Any) -> Any: ...
    def text(self, row: Any) -> str: ...
    def currency_of(self, row: Any) -> str: ...


class TooManyRows(Exception):
    """More rows than one sheet holds: the file would have been cut."""


def workbook(columns: Sequence[Columned], rows: Iterable[Any], about: Mapping[str, str | Money]) -> IO[bytes]:
    """A finished .xlsx, positioned at its start; memory does not grow with the rows.

    `about` (filters, user, totals, ...) fills the first sheet, which also says when it was made and how many rows follow. Rows that
    carry a public id get the columns Key and Version at the end, so that the edited sheet can be imported again.
    Raises TooManyRows rather than writing a cut file.
    """
    book = Workbook(write_only=True)
    first, sheet = book.create_sheet(_("About")), book.create_sheet(_("Rows"))
    count = _fill(sheet, columns, rows)
    _tell(first, {**about, _("Made on"): timezone.localtime().strftime("%Y-%m-%d %H:%M %Z"), _("Rows"): str(count)})
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the caller streams and closes it)
    book.save(file)
    file.seek(0)
    return file


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of several sheets of a file: its name, its columns, its rows."""

    name: str
    columns: Sequence[Columned]
    rows: Sequence[Any]


def workbook_of(sheets: Iterable[Sheet], about: Mapping[str, str]) -> IO[bytes]:
    """A finished .xlsx of several sheets, positioned at its start. Raises TooManyRows rather than writing a cut file."""
    book = Workbook(write_only=True)
    first = book.create_sheet(_("About"))
    counted = {sheet.name: str(_fill(book.create_sheet(sheet.name[:MOST_NAME]), sheet.columns, sheet.rows)) for sheet in sheets}
    _tell(first, {**about, _("Made on"): timezone.localtime().strftime("%Y-%m-%d %H:%M %Z"), **counted})
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the caller streams and closes it)
    book.save(file)
    file.seek(0)
    return file


def _tell(sheet: Any, facts: Mapping[str, str | Money]) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 80
    for name, value in facts.items():
        sheet.append([_bold(sheet, name), _sum_cell(sheet, value) if isinstance(value, Money) else _text_cell(sheet, value)])


def _sum_cell(sheet: Any, total: Money) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.value, cell.number_format = total.value, money_format(total.currency)
    return cell


def _fill(sheet: Any, columns: Sequence[Columned], rows: Iterable[Any]) -> int:
    for position, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = WIDTHS.get(column.kind, 28)
    sheet.freeze_panes = "A2"
    writers = [_writer(sheet, column) for column in columns]
    count = 0
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise TooManyRows
        if count == 1:
            keyed = hasattr(row, "public_id")
            names = [str(column.label) for column in columns] + ([_("Key"), _("Version")] if keyed else [])
            sheet.append([_bold(sheet, name) for name in names])
        cells = [write(row) for write in writers]
        sheet.append([*cells, str(row.public_id), getattr(row, "version", None)] if keyed else cells)
    if not count:
        sheet.append([_bold(sheet, str(column.label)) for column in columns])
    return count


def _bold(sheet: Any, text: str) -> Cell:
    cell = _text_cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _text_cell(sheet: Any, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, plain_text(text))
    cell.data_type = "s"
    return cell


def plain_text(text: str) -> str:
    """The text as Excel can hold it: without control characters, at most 32,767 of them."""
    return UNPRINTABLE.sub("", text)[:MOST_TEXT]


def _writer(sheet: Any, column: Columned) -> Callable[[Any], Any]:
    """How this column becomes a cell. A write-only sheet writes a row at once, so one formatted cell serves them all."""
    match column.kind:
        case "money":
            return _money_writer(sheet, column)
        case "number" | "date" | "last_day":
            return column.value
        case "percent" | "bar":
            return _formatted(sheet, column.value, "0.0%")
        case "moment":
            return _formatted(sheet, lambda row: _naive(column.value(row)), "yyyy-mm-dd hh:mm")
        case _:
            return lambda row: _typed(sheet, column.text(row))


def _typed(sheet: Any, text: str) -> Any:
    """Text as text: only what openpyxl would take for a formula or an error needs a cell of its own."""
    return _text_cell(sheet, text) if text[:1] in "=#" else plain_text(text)


def _formatted(sheet: Any, value: Callable[[Any], Any], number_format: str) -> Callable[[Any], Any]:
    cell = WriteOnlyCell(sheet)
    cell.number_format = number_format

    def write(row: Any) -> Cell:
        cell.value = value(row)
        return cell

    return write


def _money_writer(sheet: Any, column: Columned) -> Callable[[Any], Any]:
    """Amounts as numbers that show the digits and the code of their own currency."""
    by_currency: dict[str, Cell] = {}

    def write(row: Any) -> Cell | None:
        value = column.value(row)
        if value is None:
            return None
        currency = column.currency_of(row)
        if (cell := by_currency.get(currency)) is None:
            cell = by_currency[currency] = WriteOnlyCell(sheet)
            cell.number_format = money_format(currency)
        cell.value = value if isinstance(value, Decimal) else value.value
        return cell

    return write


def money_format(currency: str) -> str:
    places = digits(currency)
    return f'#,##0{"." + "0" * places if places else ""}\\ "{currency}"'


def _naive(value: datetime | None) -> datetime | None:
    """Excel knows no zones: the moment in the reader's."""
    return timezone.localtime(value).replace(tzinfo=None) if value else None
