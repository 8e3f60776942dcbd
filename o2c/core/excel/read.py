"""Sheets in from Excel: hostile until proven harmless, read row by row, checked against the columns we expect."""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from io import StringIO
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from django.conf import settings
from django.utils.translation import override
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from o2c.core.cards import refuse_card_number
from o2c.core.dates import last_day
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding

FEW_CHOICES, NEAREST = 20, 5  # a sentence names all of a few values, of many only those written most like it
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
MOST_PARTS = 500
MOST_COLUMNS = 200
MOST_BLANK = 10_000  # a row may call itself the billionth: those left out before it are read as blank ones
MOST_DIGITS, FINEST = 16, -400  # what a column holds; what a float is printed with
BROKEN = (  # what zipfile, zlib, the XML parser and openpyxl raise; RuntimeError is a part under a password or of an unknown packing
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    KeyError,
    ValueError,
    OSError,
    EOFError,
    TypeError,
)


@dataclass(frozen=True, slots=True)
class InColumn:
    """One column we understand. `name` is what the verb calls it; `label` the header, in any of our languages."""

    name: str
    label: Any = field(hash=False)
    kind: str = "text"  # text, date, last_day, number, choice
    required: bool = False
    choices: Mapping[str, Any] | None = field(default=None, hash=False)  # code -> label
    longest: int = 500

    def headers(self) -> set[str]:
        found = {self.name}
        for code, _language in settings.LANGUAGES:
            with override(code):
                found.add(str(self.label))
        return {folded(header) for header in found}

    def read(self, value: Any) -> Any:
        """The cell's value in the verb's type; None for empty. Raises BusinessError with what would be right."""
        if value is None or (isinstance(value, str) and not value.strip()):
            if self.required:
                raise BusinessError("cell_required", field=self.name, column=self.label)
            return None
        match self.kind:
            case "date":
                return self._date(value)
            case "last_day":
                return self._next(self._date(value))
            case "number":
                return self._number(value)
            case "choice":
                return self._choice(str(value))
            case _:
                return self._text(value)

    def said(self, value: Any) -> Any:
        """A value of the verb as the sheet's reader knows it."""
        return last_day(value) if self.kind == "last_day" and value else value

    def _text(self, value: Any) -> str:
        text = f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value).replace("\0", "").strip()
        refuse_card_number(text, self.name)
        if len(text) > self.longest:
            raise BusinessError("cell_too_long", field=self.name, column=self.label, longest=self.longest)
        return text

    def _date(self, value: Any) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            raise BusinessError("cell_not_a_date", field=self.name, column=self.label) from None

    def _next(self, day: date) -> date:
        if day == date.max:
            raise BusinessError("cell_not_a_date", field=self.name, column=self.label)
        return day + timedelta(days=1)

    def _number(self, value: Any) -> Decimal:
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number.adjusted() >= MOST_DIGITS or int(number.as_tuple().exponent) < FINEST:
            raise BusinessError("cell_not_a_number", field=self.name, column=self.label)
        return number

    def _choice(self, value: str) -> str:
        for code, label in (self.choices or {}).items():
            for language, _name in settings.LANGUAGES:
                with override(language):
                    if folded(value) in {folded(code), folded(str(label))}:
                        return code
        labels = [str(label) for label in (self.choices or {}).values()]
        if len(labels) <= FEW_CHOICES:
            raise BusinessError("cell_not_a_choice", field=self.name, column=self.label, known=", ".join(labels))
        nearest = get_close_matches(value, labels, n=NEAREST, cutoff=0)
        raise BusinessError("cell_not_among_many", field=self.name, column=self.label, value=value, known=", ".join(nearest))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the sheet as the verb wants it. `key` and `version` tell which record it was exported from."""

    number: int
    values: dict[str, Any]
    key: str
    version: int | None


def folded(header: str) -> str:
    return " ".join(header.replace("*", "").split()).casefold()


KEY, VERSION = InColumn("key", "Key"), InColumn("version", "Version", "number")


def read_sheet(file: IO[bytes], columns: Sequence[InColumn], *, most_rows: int) -> tuple[list[Row], list[Finding]]:
    """The rows of the last sheet, and everything that is wrong with them.

    Raises BusinessError for what is no readable workbook, unpacks too large, lacks a required column, knows a column twice
    or has more than `most_rows` rows.
    """
    refuse_bombs(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[-1]
        sheet.reset_dimensions()  # what a sheet says of its own size is often wrong: the rows beyond it would be left out
        lines = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        header = next(lines, ())
    except BROKEN as error:
        raise BusinessError("file_not_excel", field="file") from error
    return _read_all(header, _lines(lines), columns, most_rows)


def read_csv(file: IO[bytes], columns: Sequence[InColumn], *, most_rows: int) -> tuple[list[Row], list[Finding]]:
    """As `read_sheet`, for a CSV file in UTF-8 with commas or semicolons."""
    try:
        text = file.read().decode("utf-8-sig")
        lines = csv.reader(StringIO(text), delimiter=";" if text.partition("\n")[0].count(";") else ",")
        header = next(lines, [])
        return _read_all(header, ([cell or None for cell in line] for line in lines), columns, most_rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise BusinessError("file_not_csv", field="file") from error


def _read_all(
    header: Sequence[Any], lines: Iterable[Sequence[Any]], columns: Sequence[InColumn], most_rows: int
) -> tuple[list[Row], list[Finding]]:
    positions = _positions(header, columns)
    rows: list[Row] = []
    findings: list[Finding] = []
    for number, line in enumerate(lines, 2):
        if len(rows) + len(findings) >= most_rows or number > most_rows + MOST_BLANK:
            raise BusinessError("file_too_many_rows", field="file", most=most_rows)
        if any(cell is not None for cell in line):
            _read_row(number, line, positions, rows, findings)
    return rows, findings


def _lines(lines: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    try:
        yield from lines
    except BROKEN as error:
        raise BusinessError("file_not_excel", field="file") from error


def refuse_bombs(file: IO[bytes]) -> None:
    """Look at the archive's own list before unpacking anything."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except BROKEN as error:
        raise BusinessError("file_not_excel", field="file") from error
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, 1):
        raise BusinessError("file_unpacks_too_large", field="file")
    file.seek(0)


def _positions(header: Sequence[Any], columns: Sequence[InColumn]) -> dict[InColumn, int]:
    names = [folded(str(cell)) if cell is not None else "" for cell in header[:MOST_COLUMNS]]
    positions: dict[InColumn, int] = {}
    for column in (*columns, KEY, VERSION):
        found = [position for position, name in enumerate(names) if name in column.headers()]
        if len(found) > 1:
            raise BusinessError("file_column_twice", field="file", column=column.label)
        if not found and column.required:
            raise BusinessError("file_column_missing", field="file", column=column.label, found=", ".join(filter(None, names)))
        if found:
            positions[column] = found[0]
    if not any(column in positions for column in columns):
        raise BusinessError("file_no_known_column", field="file", known=", ".join(str(column.label) for column in columns))
    return positions


def _read_row(number: int, line: Sequence[Any], positions: Mapping[InColumn, int], rows: list[Row], findings: list[Finding]) -> None:
    values: dict[str, Any] = {}
    wrong = False
    for column, position in positions.items():
        cell = line[position] if position < len(line) else None
        try:
            values[column.name] = column.read(cell)
        except BusinessError as refusal:
            findings.append(Finding.of(number, refusal, cell))
            wrong = True
    if not wrong:
        version = values.pop("version", None)
        rows.append(Row(number, values, str(values.pop("key", None) or ""), int(version) if version is not None else None))
