"""The bytes of a download, content-addressed: written before the verb that names them."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from o2c.compliance.watchlists.models import WatchlistVersion
from o2c.compliance.watchlists.readers import ListError, ListFile


def path_of(sha256: str) -> str:
    return f"watchlists/{sha256[:2]}/{sha256}"


def keep(files: Iterable[ListFile]) -> None:
    """Store each file under its hash, once."""
    for file in files:
        if not default_storage.exists(path_of(file.sha256)):
            default_storage.save(path_of(file.sha256), ContentFile(file.content))


def content_of(sha256: str) -> bytes | None:
    """The bytes with this hash; None when they are not kept or no longer whole."""
    if not default_storage.exists(path_of(sha256)):
        return None
    with default_storage.open(path_of(sha256)) as stored:
        content = stored.read()
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def kept(version: WatchlistVersion) -> list[ListFile]:
    """The files of a version as they came. Raises ListError "file_lost" when the bytes are not what was loaded."""
    files = []
    for row in version.files.order_by("pk"):
        content = content_of(row.sha256)
        if content is None:
            raise ListError("file_lost", file=row.name)
        files.append(ListFile(row.name, content))
    return files
