"""The names of the active lists in this process's memory: built once per set of versions, rebuilt when they change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from o2c.compliance.screening.engine import Index, build_index
from o2c.compliance.watchlists.models import WatchlistVersion
from o2c.compliance.watchlists.queries import entries_of
from o2c.compliance.watchlists.readers import Listed


@dataclass(frozen=True, eq=False)
class Matcher:
    """The index, and for each party (`<source>:<publisher's id>`) which entry it was read from."""

    index: Index
    entry_ids: dict[str, int]
    hashes: dict[str, str]


def matcher_for(versions: Sequence[WatchlistVersion]) -> Matcher:
    """The matcher of exactly these versions."""
    return _built(tuple(sorted(version.pk for version in versions)))


@lru_cache(maxsize=2)
def _built(version_ids: tuple[int, ...]) -> Matcher:
    versions = list(WatchlistVersion.objects.filter(pk__in=version_ids).select_related("source"))
    sources = {version.source_id: version.source.code for version in versions}
    parties: list[Listed] = []
    entry_ids: dict[str, int] = {}
    hashes: dict[str, str] = {}
    for entry in entries_of(versions):
        party = replace(entry.listed(), key=f"{sources[entry.source_id]}:{entry.key}")
        parties.append(party)
        entry_ids[party.key], hashes[party.key] = entry.pk, entry.content_hash
    return Matcher(build_index(parties), entry_ids, hashes)
