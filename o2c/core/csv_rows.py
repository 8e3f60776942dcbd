"""CSV files from outside, plain or gzip: every row typed by its reader, or a finding that says what is wrong. Pure."""

import csv
import errno
import gzip
import io
import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import IO, Any, TypeVar

from o2c.core.cards import refuse_card_numbers
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding

R = TypeVar("R")
MOST_RATIO = 200
ALWAYS_UNPACKED = 64 * 1024 * 1024
LONGEST_LINE = 256 * 1024


def read(path: Path, columns: Collection[str], parse: Callable[[int, dict[str, str]], R]) -> Iterator[R | Finding]:
    """`parse(row number, row)` for each row; what it refuses is a finding. The header is row 1 and has at least these columns.

    Raises BusinessError "csv_unreadable", "csv_columns_missing".
    """
    try:
        with opened(path) as text:
            reader = csv.DictReader(lines(text), restkey="")
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
        unpacked = io.BufferedReader(_Unpacked(path), LONGEST_LINE)
        return io.TextIOWrapper(unpacked, encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def lines(text: IO[str]) -> Iterator[str]:
    """The lines of a text; one without an end is refused before memory is full of it. Raises csv.Error."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise csv.Error(f"a line is longer than {LONGEST_LINE} characters")
        yield line


class _Unpacked(io.RawIOBase):
    """A gzip file unpacked while it is read, never to more than a hostile one would need. Raises OSError."""

    def __init__(self, path: Path) -> None:
        self.file, self.given = gzip.open(path), 0  # noqa: SIM115 (closed with this one)
        self.limit = max(ALWAYS_UNPACKED, path.stat().st_size * MOST_RATIO)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self.file.read1(len(buffer))
        self.given += len(piece)
        if self.given > self.limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self.file.close()
        super().close()


def _parsed(number: int, row: dict[str, str], parse: Callable[[int, dict[str, str]], R]) -> R | Finding:
    if "" in row or None in row.values():
        return Finding(number, "", "", "csv_row_shape")
    try:
        refuse_card_numbers(row)
        return parse(number, row)
    except BusinessError as error:
        return Finding.of(number, error, row.get(error.field or "", ""))
