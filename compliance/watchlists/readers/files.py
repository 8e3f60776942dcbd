"""Bytes to rows, with limits: a list comes from outside and may be broken or hostile."""

import csv
import hashlib
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from o2c.core.errors import BusinessError

MAX_BYTES = 400 * 1024 * 1024
MAX_GZ_RATIO = 200
MAX_LINE = 64 * 1024
MAX_COLUMNS = 64
GZIP = b"\x1f\x8b"
END_OF_FILE = b"\x1a"
CHUNK = 1024 * 1024


class ListError(BusinessError):
    """A list file that cannot be used."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """One file of a download, as it came."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def plain(file: ListFile) -> bytes:
    """The content unpacked. Raises ListError "file_too_large", "file_bomb", "file_truncated"."""
    if len(file.content) > MAX_BYTES:
        raise ListError("file_too_large", file=file.name, limit=MAX_BYTES)
    if not file.content.startswith(GZIP):
        return file.content
    limit = min(MAX_BYTES, max(CHUNK, len(file.content) * MAX_GZ_RATIO))
    unpacking, unpacked = zlib.decompressobj(wbits=31), bytearray()
    waiting = file.content
    try:
        while waiting and not unpacking.eof:
            unpacked += unpacking.decompress(waiting, CHUNK)
            waiting = unpacking.unconsumed_tail
            if len(unpacked) > limit:
                raise ListError("file_bomb", file=file.name, limit=limit)
    except zlib.error as error:
        raise ListError("file_truncated", file=file.name) from error
    if not unpacking.eof:
        raise ListError("file_truncated", file=file.name)
    return bytes(unpacked)


def csv_rows(file: ListFile) -> Iterator[list[str]]:
    """The rows of a comma separated UTF-8 file, blank lines left out.

    Raises ListError "file_encoding", "row_too_long", "row_broken" with the row's number.
    """
    content = plain(file).removeprefix(b"\xef\xbb\xbf").rstrip().removesuffix(END_OF_FILE)
    if b"\0" in content:
        raise ListError("file_encoding", file=file.name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ListError("file_encoding", file=file.name) from error
    number = 0
    try:
        for number, row in enumerate(csv.reader(_lines(file.name, text), strict=True), start=1):
            if len(row) > MAX_COLUMNS or sum(map(len, row)) > MAX_LINE:
                raise ListError("row_too_long", file=file.name, row=number)
            if row:
                yield row
    except csv.Error as error:
        raise ListError("row_broken", file=file.name, row=number + 1, why=str(error)) from error


def _lines(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > MAX_LINE:
            raise ListError("row_too_long", file=name, row=number)
        yield line
