"""A publisher's files in: kept as they came, read, and handed to the verb."""

from collections.abc import Sequence
from datetime import date

from o2c.compliance.watchlists import services, storage
from o2c.compliance.watchlists.models import WatchlistLoad, WatchlistVersion
from o2c.compliance.watchlists.readers import ListError, ListFile, read
from o2c.core.access.models import User
from o2c.core.sentences import explain


def load_watchlist(
    kind: str, files: Sequence[ListFile], *, actor: User, published_on: date | None = None, source: str = "", name: str = ""
) -> WatchlistLoad:
    """Load one download, of its own `source` where there are several of a kind.

    A file that cannot be used is noted on its source, and the version before stays active. Raises ListError with what is wrong.
    """
    try:
        storage.keep(files)
        reading = read(kind, files)
    except ListError as refused:
        if refused.code != "unknown_list_kind":
            services.note_failed_load(kind, explain(refused), actor=actor, source=source)
        raise
    return services.import_watchlist(kind, reading, files=files, actor=actor, published_on=published_on, source=source, name=name)


def accept_version(version: WatchlistVersion, *, reason: str, actor: User) -> WatchlistVersion:
    """Read a held version again from its stored bytes and make it active."""
    reading = read(version.source.kind, storage.kept(version))
    return services.accept_watchlist_version(version.pk, reading, reason=reason, actor=actor)
