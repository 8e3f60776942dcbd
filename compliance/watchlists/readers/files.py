"""Bytes to rows, with limits: a list comes from outside and may be broken or hostile.

Nothing is unpacked into memory as a whole: rows and elements are read from a stream that counts what it gives.
"""

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from o2c.core.errors import BusinessError

MAX_BYTES = 400 * 1024 * 1024
MAX_GZ_RATIO = 200
MAX_LINE = 256 * 1024
MAX_COLUMNS = 160
GZIP = b"\x1f\x8b"
END_OF_FILE = "\x1a"
CHUNK = 256 * 1024
UTF8, WINDOWS = "utf-8-sig", "cp1252"


class ListError(BusinessError):
    """A list file that cannot be used."""


@dataclass(frozen=True)
class ListFile:
    """One file of a download, as it came."""

    name: str
    content: bytes = field(repr=False)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @classmethod
    def at(cls, path: Path) -> "ListFile":
        """The file at a path. Raises OSError; ListError "file_too_large" before anything is read."""
        if path.stat().st_size > MAX_BYTES:
            raise ListError("file_too_large", file=path.name, limit=MAX_BYTES)
        return cls(path.name, path.read_bytes())


class _Unpacked(io.RawIOBase):
    """A gzip file unpacked while it is read, never beyond the limit."""

    def __init__(self, file: ListFile) -> None:
        self.file, self.waiting, self.given = file, file.content, 0
        self.limit = min(MAX_BYTES, max(CHUNK, len(file.content) * MAX_GZ_RATIO))
        self.unpacking = zlib.decompressobj(wbits=31)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = b""
        while not piece:
            if self.unpacking.eof:
                if not self.unpacking.unused_data.startswith(GZIP):
                    return 0
                self.waiting, self.unpacking = self.unpacking.unused_data, zlib.decompressobj(wbits=31)
            piece = self._next(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def _next(self, size: int) -> bytes:
        try:
            piece = self.unpacking.decompress(self.waiting, size)
        except zlib.error as error:
            raise ListError("file_truncated", file=self.file.name) from error
        self.waiting = self.unpacking.unconsumed_tail
        self.given += len(piece)
        if self.given > self.limit:
            raise ListError("file_bomb", file=self.file.name, limit=self.limit)
        if not piece and not self.waiting and not self.unpacking.eof:
            raise ListError("file_truncated", file=self.file.name)
        return piece


def stream(file: ListFile) -> IO[bytes]:
    """The content, unpacked when it is gzip. Raises ListError "file_too_large"; while reading "file_bomb", "file_truncated"."""
    if len(file.content) > MAX_BYTES:
        raise ListError("file_too_large", file=file.name, limit=MAX_BYTES)
    if file.content.startswith(GZIP):
        return io.BufferedReader(_Unpacked(file), CHUNK)
    return io.BytesIO(file.content)


def beginning(file: ListFile) -> bytes:
    """The first bytes that are no blanks, for telling formats apart."""
    return stream(file).read(4_096).removeprefix(b"\xef\xbb\xbf").lstrip()


def is_xml(file: ListFile) -> bool:
    return beginning(file).startswith(b"<")


def encoding_of(file: ListFile) -> str:
    """UTF-8 when the whole file is; else Windows-1252, which some publishers write."""
    text = io.TextIOWrapper(stream(file), UTF8)
    try:
        while text.read(CHUNK):
            pass
    except UnicodeDecodeError:
        return WINDOWS
    return UTF8


def csv_rows(file: ListFile, *, delimiter: str = ",", encoding: str = UTF8) -> Iterator[list[str]]:
    """The rows of a delimited text file, blank lines left out.

    Raises ListError "file_encoding", "row_too_long", "row_broken" with the row's number.
    """
    number = 0
    try:
        for number, row in enumerate(csv.reader(lines(file, encoding), delimiter=delimiter, strict=True), start=1):
            if len(row) > MAX_COLUMNS or sum(map(len, row)) > MAX_LINE:
                raise ListError("row_too_long", file=file.name, row=number)
            if row:
                yield row
    except csv.Error as error:
        raise ListError("row_broken", file=file.name, row=number + 1, why=str(error)) from error


def lines(file: ListFile, encoding: str = UTF8) -> Iterator[str]:
    """Lines with their ends, none longer than the limit; the byte 0x1A at the end of old files is left out."""
    text = io.TextIOWrapper(stream(file), encoding, newline="")
    try:
        for number, line in enumerate(iter(lambda: text.readline(MAX_LINE + 1), ""), start=1):
            if len(line) > MAX_LINE:
                raise ListError("row_too_long", file=file.name, row=number)
            if "\0" in line:
                raise ListError("file_encoding", file=file.name)
            if rest := line.removesuffix(END_OF_FILE):
                yield rest
    except UnicodeDecodeError as error:
        raise ListError("file_encoding", file=file.name) from error


Row = dict[str, str]


def records(
    file: ListFile, columns: Sequence[str], *, delimiter: str = ",", encoding: str = UTF8, skip: int = 0
) -> Iterator[tuple[int, Row]]:
    """Rows by the names of their columns, blanks at the ends of cells left out; `skip` lines stand before the header.

    Raises ListError "file_empty", "columns_missing", "columns_changed", and what `csv_rows` raises.
    """
    rows = csv_rows(file, delimiter=delimiter, encoding=encoding)
    header = next((row for at, row in enumerate(rows) if at >= skip), None)
    if header is None:
        raise ListError("file_empty", file=file.name)
    names = [name.strip() for name in header]
    if missing := sorted(set(columns) - set(names)):
        raise ListError("columns_missing", file=file.name, columns=missing)
    for number, row in enumerate(rows, start=skip + 2):
        if len(row) != len(names):
            raise ListError("columns_changed", file=file.name, row=number, found=len(row), expected=len(names))
        yield number, {name: " ".join(cell.split()) for name, cell in zip(names, row, strict=True)}


def json_lines(file: ListFile) -> Iterator[tuple[int, Any]]:
    """One JSON value a line. Raises ListError "row_broken" with the row's number, and what `lines` raises."""
    for number, line in enumerate(lines(file), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                raise ListError("row_broken", file=file.name, row=number, why=str(error)) from error
