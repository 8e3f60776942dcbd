"""Bytes under their own hash in Django's storage, written before the verb that names them."""

import hashlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

from o2c.core.errors import BusinessError
from o2c.core.files.rules import HEAD, checked_mime, safe_name

if TYPE_CHECKING:
    from o2c.core.files.models import StoredFile

FOLDER = "files"
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that are in the storage, and what they are."""

    sha256: str
    size: int
    mime: str
    name: str


def path_of(sha256: str) -> str:
    return f"{FOLDER}/{sha256[:2]}/{sha256}"


def open_stored(stored: "StoredFile") -> "File[bytes]":
    """The bytes of a stored file. Raises BusinessError "file_removed" when they went after their legal period."""
    if stored.removed_at is not None:
        raise BusinessError("file_removed", sha256=stored.sha256[:12], on=timezone.localdate(stored.removed_at))
    return default_storage.open(path_of(stored.sha256))


def store(content: IO[bytes], name: str) -> Blob:
    """Check the bytes and put them into the storage, unless they are there already. Raises as `checked_mime`."""
    name = safe_name(name)
    content.seek(0)
    head = content.read(HEAD)
    size = content.seek(0, 2)
    return _kept(content, name, size, checked_mime(name, head, size, limit=settings.UPLOAD_LIMIT))


def store_raw(content: IO[bytes], name: str) -> Blob:
    """Put bytes into the storage as they are, whatever they are: for files a reader of ours judges, and only it opens."""
    return _kept(content, safe_name(name), content.seek(0, 2), "application/octet-stream")


def _kept(content: IO[bytes], name: str, size: int, mime: str) -> Blob:
    blob = Blob(_sha256(content), size, mime, name)
    if not default_storage.exists(path_of(blob.sha256)):
        content.seek(0)
        default_storage.save(path_of(blob.sha256), File(content))
    return blob


def _sha256(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    while piece := content.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
