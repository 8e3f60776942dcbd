"""CSV files from outside, plain or gzip: every row typed by its reader, or a finding that says what is wrong. Pure."""

import csv
import gzip
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import IO, TypeVar

from o2c.core.cards import refuse_card_numbers
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding

R = TypeVar("R")


def read(path: Path, columns: Collection[str], parse: Callable[[int, dict[str, str]], R]) -> Iterator[R | Finding]:
    """`parse(row number, row)` for each row; what it refuses is a finding. The header is row 1 and has at least these columns.

    Raises BusinessError "csv_unreadable", "csv_columns_missing".
    """
    try:
        with opened(path) as text:
            reader = csv.DictReader(text, restkey="")
            if missing := sorted(set(columns) - set(reader.fieldnames or ())):
                raise BusinessError("csv_columns_missing", field="file", name=path.name, columns=missing)
            for number, row in enumerate(reader, start=2):
                yield _parsed(number, row, parse)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise BusinessError("csv_unreadable", field="file", name=path.name, error=str(error)) from error


def opened(path: Path) -> IO[str]:
    """The text of a file, unpacked when it is gzip, whatever it is called."""
    with path.open("rb") as start:
        packed = start.read(2) == b"\x1f\x8b"
    if packed:
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def _parsed(number: int, row: dict[str, str], parse: Callable[[int, dict[str, str]], R]) -> R | Finding:
    if "" in row or None in row.values():
        return Finding(number, "", "", "csv_row_shape")
    try:
        refuse_card_numbers(row)
        return parse(number, row)
    except BusinessError as error:
        return Finding.of(number, error, row.get(error.field or "", ""))
