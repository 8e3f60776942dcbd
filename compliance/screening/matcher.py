"""The names of the active lists in this process's memory: built once per set of versions, rebuilt when they change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from o2c.compliance.screening.engine import Index, build_index
from o2c.compliance.screening.models import ScreeningRun
from o2c.compliance.watchlists.models import WatchlistEntry, WatchlistVersion
from o2c.compliance.watchlists.queries import changed_entries, entries_of
from o2c.compliance.watchlists.readers import Listed


@dataclass(frozen=True, eq=False)
class Matcher:
    """The index, and for each party (`<source>:<publisher's id>`) which entry it was read from."""

    index: Index
    entry_ids: dict[str, int]
    hashes: dict[str, str]


def matcher_of(run: ScreeningRun) -> Matcher:
    """The matcher of a run: all parties of its versions, or for a delta those that one version changed."""
    full = matcher_for(list(run.versions.all()))
    return _delta(run.changed_id, full) if run.changed_id else full


def matcher_for(versions: Sequence[WatchlistVersion]) -> Matcher:
    """The matcher of exactly these versions."""
    return _built(tuple(sorted(version.pk for version in versions)))


@lru_cache(maxsize=2)
def _built(version_ids: tuple[int, ...]) -> Matcher:
    return _matcher(entries_of(list(WatchlistVersion.objects.filter(pk__in=version_ids))))


@lru_cache(maxsize=1)
def _delta(version_id: int, full: Matcher) -> Matcher:
    return _matcher(changed_entries(WatchlistVersion.objects.get(pk=version_id)), like=full.index)


def _matcher(entries: Iterable[WatchlistEntry], like: Index | None = None) -> Matcher:
    parties: list[Listed] = []
    entry_ids: dict[str, int] = {}
    hashes: dict[str, str] = {}
    for entry in entries:
        party = replace(entry.listed(), key=entry.party)
        parties.append(party)
        entry_ids[party.key], hashes[party.key] = entry.pk, entry.content_hash
    return Matcher(build_index(parties, like=like), entry_ids, hashes)
