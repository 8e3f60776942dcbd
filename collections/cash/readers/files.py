"""Bytes from outside, opened with limits: packed files, hostile archives, charsets. What is inside is found by looking, not by the name."""

import codecs
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO

from o2c.collections.cash.readers.shapes import Unreadable

MAX_UPLOAD = 50 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 100
MAX_MEMBERS = 100
IN_MEMORY = 4 * 1024 * 1024
CHUNK = 64 * 1024
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
SPREADSHEET_PART = "xl/workbook.xml"


@dataclass(slots=True)
class Source:
    """One readable file: plain bytes on a seekable stream, kept out of memory when large."""

    name: str
    stream: IO[bytes]
    is_member: bool = False

    def head(self, size: int = CHUNK) -> bytes:
        self.stream.seek(0)
        return self.stream.read(size)

    def chunks(self) -> Iterator[bytes]:
        self.stream.seek(0)
        while chunk := self.stream.read(CHUNK):
            yield chunk

    def charset(self) -> str:
        """UTF-16 or UTF-8 by mark or by trying, else Windows-1252, in which every byte is something."""
        start = self.head(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8-sig")()
        try:
            for chunk in self.chunks():
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8-sig"

    def text(self, charset: str) -> Iterator[str]:
        """The text in pieces."""
        decoder = codecs.getincrementaldecoder(charset)(errors="replace")
        for chunk in self.chunks():
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)

    def lines(self, charset: str) -> Iterator[str]:
        """Lines without their end, whichever end the bank uses (CRLF, LF, CR)."""
        waiting = ""
        for piece in self.text(charset):
            waiting += piece
            held = "\r" if waiting.endswith("\r") else ""
            *whole, waiting = waiting.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n").split("\n")
            waiting += held
            yield from whole
        yield from waiting.removesuffix("\r").split("\r")


def opened(path: Path) -> list[Source]:
    """The files in `path`: itself, unpacked, or the members of a ZIP archive.

    Raises Unreadable "file_empty", "file_too_large", "file_bomb", "file_truncated", "archive_member_path", "archive_nested",
    "archive_encrypted", "archive_too_many".
    """
    if not path.is_file():
        raise Unreadable("file_not_found")
    if path.stat().st_size > MAX_UPLOAD:
        raise Unreadable("file_too_large", limit=MAX_UPLOAD)
    with path.open("rb") as packed:
        start = packed.read(4)
        packed.seek(0)
        if start.startswith(GZIP):
            return [Source(path.name, _gunzipped(packed, path.stat().st_size))]
        if start == ZIP and not _is_spreadsheet(packed):
            return _members(packed)
        packed.seek(0)
        return [Source(path.name, _spooled(iter(lambda: packed.read(CHUNK), b"")))]


def _spooled(pieces: Iterator[bytes], limit: int = MAX_UNPACKED) -> IO[bytes]:
    spool: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the source owns it)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > limit:
            raise Unreadable("file_bomb", limit=limit)
        spool.write(piece)
    return spool


def _gunzipped(packed: IO[bytes], size: int) -> IO[bytes]:
    limit = min(MAX_UNPACKED, max(IN_MEMORY, size * MAX_RATIO))
    return _spooled(_inflated(packed), limit)


def _inflated(packed: IO[bytes]) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        while piece := packed.read(CHUNK):
            while piece and not unpacking.eof:
                yield unpacking.decompress(piece, CHUNK)
                piece = unpacking.unconsumed_tail
    except zlib.error as error:
        raise Unreadable("file_truncated") from error
    if not unpacking.eof:
        raise Unreadable("file_truncated")


def _is_spreadsheet(packed: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(packed) as archive:
            found = SPREADSHEET_PART in archive.namelist()
            if found:
                _check_contents(archive.infolist())
            return found
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise Unreadable("file_truncated") from error


def _members(packed: IO[bytes]) -> list[Source]:
    with zipfile.ZipFile(packed) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        _check(members)
        return [Source(member.filename, _extracted(archive, member), is_member=True) for member in members]


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise Unreadable("archive_too_many", limit=MAX_MEMBERS)
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or len(path.parts) != 1 or ":" in member.filename:
            raise Unreadable("archive_member_path", member=member.filename)
    _check_contents(members)


def _check_contents(members: list[zipfile.ZipInfo]) -> None:
    """Asked of the archive's own list, before anything is unpacked."""
    for member in members:
        if member.flag_bits & 1:
            raise Unreadable("archive_encrypted", member=member.filename)
        if member.file_size > max(IN_MEMORY, member.compress_size * MAX_RATIO):
            raise Unreadable("file_bomb", limit=member.compress_size * MAX_RATIO)
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unreadable("file_bomb", limit=MAX_UNPACKED)


def _extracted(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    try:
        with archive.open(member) as inside:
            stream = _spooled(iter(lambda: inside.read(CHUNK), b""), max(IN_MEMORY, member.compress_size * MAX_RATIO))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unreadable("file_truncated") from error
    stream.seek(0)
    if stream.read(4).startswith((ZIP, GZIP)):
        raise Unreadable("archive_nested", member=member.filename)
    return stream


def of_bytes(name: str, content: bytes) -> Source:
    return Source(name, io.BytesIO(content))
