"""Which files are taken in: by extension, by what their first bytes say, and by size. Pure."""

from collections.abc import Mapping
from pathlib import PurePath

import puremagic

from o2c.core.errors import BusinessError

HEAD = 8192
OFFICE = "application/vnd.openxmlformats-officedocument"
BINARY: Mapping[str, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
TEXT: Mapping[str, str] = {"txt": "text/plain", "csv": "text/csv", "xml": "application/xml", "eml": "message/rfc822"}
EXTENSIONS = [*BINARY, *TEXT]


def checked_mime(name: str, head: bytes, size: int, *, limit: int) -> str:
    """The media type of a file that may come in. `head` holds its first `HEAD` bytes.

    Raises BusinessError "file_empty", "file_too_large", "file_kind_refused", "file_not_what_it_says".
    """
    extension = PurePath(name).suffix.lower().lstrip(".")
    if size == 0:
        raise BusinessError("file_empty", field="file", name=name)
    if size > limit:
        raise BusinessError("file_too_large", field="file", name=name, limit=limit // 2**20)
    if extension not in EXTENSIONS:
        raise BusinessError("file_kind_refused", field="file", name=name, allowed=EXTENSIONS)
    if not (_is_binary(extension, head) if extension in BINARY else _is_text(extension, head)):
        raise BusinessError("file_not_what_it_says", field="file", name=name, extension=extension)
    return BINARY.get(extension) or TEXT[extension]


def _is_binary(extension: str, head: bytes) -> bool:
    return BINARY[extension] in _sniffed(head)


def _is_text(extension: str, head: bytes) -> bool:
    """No binary bytes, and nothing a browser would run."""
    found = _sniffed(head)
    if b"\0" in head or "text/html" in found or "application/pdf" in found:
        return False
    return extension != "xml" or head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def _sniffed(head: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return set()


def safe_name(name: str) -> str:
    """The last part of the name, without control characters, at most 200 characters with its extension kept."""
    last = "".join(character for character in name.replace("\\", "/").rsplit("/", 1)[-1] if character.isprintable()).strip()
    stem, dot, extension = last.rpartition(".")
    return f"{stem[: 199 - len(extension)]}{dot}{extension}" if dot else last[:200]
