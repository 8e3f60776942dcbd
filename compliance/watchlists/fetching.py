"""From the publishers' addresses to active versions: what is new is loaded, what is not proves fresh, what fails is noted."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from o2c.compliance.watchlists import services, storage
from o2c.compliance.watchlists.imports import load_watchlist
from o2c.compliance.watchlists.models import PublisherFile, WatchlistLoad
from o2c.compliance.watchlists.readers import ListError, ListFile
from o2c.compliance.watchlists.readers.files import MAX_BYTES
from o2c.core import fetch
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.jobs.progress import Progress
from o2c.core.sentences import explain


@dataclass(frozen=True, slots=True)
class Download:
    """One file as it is now, and how the publisher calls this state of it."""

    url: str
    file: ListFile
    etag: str
    modified: str
    is_new: bool


def fetch_watchlist(kind: str, *, actor: User) -> WatchlistLoad:
    """Ask the publisher of this kind of list for news and load them.

    Raises BusinessError: whatever kept the files from coming or from being used; it is on record, and the last good version counts on.
    """
    addresses = settings.WATCHLIST_ADDRESSES.get(kind)
    if not addresses:
        raise ListError("list_without_address", kind=kind, known=", ".join(sorted(settings.WATCHLIST_ADDRESSES)))
    try:
        downloads = _downloads(kind, addresses)
    except BusinessError as refused:
        services.note_failed_load(kind, explain(refused), actor=actor)
        raise
    if not any(download.is_new for download in downloads):
        return services.note_unchanged_load(kind, actor=actor)
    load = load_watchlist(kind, [download.file for download in downloads], actor=actor)
    said = [(one.url, one.etag, one.modified, one.file.sha256) for one in downloads]
    services.note_fetched(kind, said, actor=actor)
    return load


def _downloads(kind: str, addresses: Sequence[str]) -> list[Download]:
    known = {row.url: row for row in PublisherFile.objects.filter(source__code=kind)}
    return [_download(url, known.get(url)) for url in addresses]


def _download(url: str, known: PublisherFile | None) -> Download:
    """The file of an address; what the publisher calls unchanged comes from what was kept, if that is still whole."""
    name = url.partition("?")[0].rpartition("/")[2] or "list"
    before = storage.content_of(known.sha256) if known else None
    etag, modified = (known.etag, known.modified) if known and before is not None else ("", "")
    answer = fetch.get(url, etag=etag, modified=modified, limit=MAX_BYTES)
    if answer.body is None:
        return Download(url, ListFile(name, before or b""), etag, modified, is_new=False)
    is_new = known is None or hashlib.sha256(answer.body).hexdigest() != known.sha256
    return Download(url, ListFile(name, answer.body), answer.etag, answer.modified, is_new)


def night_step(j: Progress) -> None:
    """Every list that is to be fetched, one after the other. One that fails leaves its word and stops no other."""
    kinds: list[str] = settings.WATCHLIST_FETCH
    j.total(len(kinds))
    for kind in kinds:
        try:
            j.result[kind] = fetch_watchlist(kind, actor=j.actor).outcome
            j.advance()
        except BusinessError as refused:
            j.result[kind] = explain(refused)
            j.advance(findings=1)
