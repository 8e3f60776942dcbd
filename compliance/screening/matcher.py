"""The names of the active lists: one file per set of versions, built once and mapped by all workers and web processes."""

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from pathlib import Path

from django.conf import settings

from o2c.compliance.screening.engine import ENGINE_VERSION, Index, build_index, open_index, write_index
from o2c.compliance.screening.models import ScreeningRun
from o2c.compliance.watchlists.models import WatchlistEntry, WatchlistVersion
from o2c.compliance.watchlists.queries import changed_entries, entries_of, keys_of
from o2c.compliance.watchlists.readers import Listed

KEPT_DAYS = 3  # an index nobody has built or asked for since is removed


@dataclass(frozen=True, eq=False)
class Matcher:
    """The index, and for each party (`<source>:<publisher's id>`) which entry it was read from: asked for when a run needs it."""

    index: Index
    read: Callable[[], Iterable[tuple[str, int, str]]]

    @cached_property
    def rows(self) -> list[tuple[str, int, str]]:
        return list(self.read())

    @cached_property
    def entry_ids(self) -> dict[str, int]:
        return {party: pk for party, pk, _ in self.rows}

    @cached_property
    def hashes(self) -> dict[str, str]:
        return {party: content for party, _, content in self.rows}


def matcher_of(run: ScreeningRun) -> Matcher:
    """The matcher of a run: all parties of its versions, or for a delta those that one version changed."""
    full = matcher_for(list(run.versions.all()))
    return _delta(run.changed_id, full) if run.changed_id else full


def matcher_for(versions: Sequence[WatchlistVersion]) -> Matcher:
    """The matcher of exactly these versions."""
    return _opened(tuple(sorted((version.pk, version.sha256) for version in versions)), str(settings.INDEX_ROOT))


@lru_cache(maxsize=2)
def _opened(known: tuple[tuple[int, str], ...], folder: str) -> Matcher:
    versions = list(WatchlistVersion.objects.filter(pk__in=[pk for pk, _sha256 in known]))
    path = Path(folder) / f"{hashlib.sha256(f'{known}/{ENGINE_VERSION}'.encode()).hexdigest()[:24]}.index"
    with _one_builder(path):
        if not _is_whole(path):
            write_index(_parties(entries_of(versions)), path)
            _forget_old(path)
    path.touch()
    return Matcher(open_index(path), partial(keys_of, versions))


def _is_whole(path: Path) -> bool:
    try:
        open_index(path)
    except (ValueError, OSError):
        return False
    return True


@contextmanager
def _one_builder(path: Path) -> Iterator[None]:
    """Whoever comes second waits and finds the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _forget_old(path: Path) -> None:
    """Files of versions long gone; a process that still has one mapped keeps it until it ends."""
    oldest = time.time() - KEPT_DAYS * 86_400
    for other in path.parent.glob("*"):
        if other.stem != path.stem and other.stat().st_mtime < oldest:
            other.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def _delta(version_id: int, full: Matcher) -> Matcher:
    """What one version changed, with the weights of names among all."""
    entries = list(changed_entries(WatchlistVersion.objects.get(pk=version_id)))
    rows = [(entry.party, entry.pk, entry.content_hash) for entry in entries]
    return Matcher(build_index(_parties(entries), like=full.index), lambda: rows)


def _parties(entries: Iterable[WatchlistEntry]) -> Iterator[Listed]:
    return (replace(entry.listed(), key=entry.party) for entry in entries)
