"""Verbs of the lists: a download becomes the active version, is held back by the brake, or changes nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from django.utils import timezone

from o2c.compliance.watchlists.models import (
    LoadOutcome,
    PublisherFile,
    VersionState,
    WatchlistEntry,
    WatchlistFile,
    WatchlistLoad,
    WatchlistSource,
    WatchlistVersion,
)
from o2c.compliance.watchlists.readers import Listed, ListFile, Reading
from o2c.compliance.watchlists.rules import VERSION_MOVES, Delta, delta
from o2c.core import events
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, transition, verb

BATCH = 2_000
MOST_FINDINGS = 500
NAMES = {
    "ofac_sdn": "OFAC SDN",
    "ofac_nonsdn": "OFAC non-SDN",
    "us_csl": "US Consolidated Screening List",
    "us_dpl": "BIS Denied Persons",
    "un": "UN Security Council",
    "eu_fsf": "EU financial sanctions",
    "uk": "UK Sanctions List",
    "opensanctions": "OpenSanctions",
    "senzing": "Senzing records",
    "csv": "Own list",
}


@verb("compliance.import_watchlist")
def import_watchlist(
    kind: str,
    reading: Reading,
    *,
    files: Sequence[ListFile],
    actor: User,
    published_on: date | None = None,
    source: str = "",
    name: str = "",
) -> WatchlistLoad:
    """Make a download the active version, all at once; the same bytes again change nothing.

    `source` tells several lists of one kind apart. When more parties vanished than it allows, the version is held and
    the one before stays active. Raises BusinessError "version_older" for a download published before the active one,
    "source_of_another_kind".
    """
    published_on = published_on or reading.published_on
    return _loaded(_source(kind, source, name), reading, files, published_on, actor)


def _loaded(source: WatchlistSource, reading: Reading, files: Sequence[ListFile], published_on: date | None, actor: User) -> WatchlistLoad:
    active = source.versions.filter(state=VersionState.ACTIVE).first()
    latest = source.versions.order_by("-number").first()
    sha256 = digest(files)
    for known in (active, latest):
        if known and known.sha256 == sha256 and known.state in {VersionState.ACTIVE, VersionState.HELD}:
            outcome = LoadOutcome.UNCHANGED if known.state == VersionState.ACTIVE else LoadOutcome.HELD
            return WatchlistLoad.objects.create(source=source, by=actor, outcome=outcome, version=known)
    if active and active.published_on and published_on and published_on < active.published_on:
        raise BusinessError("version_older", published=published_on, active=active.published_on)
    changes = _changes(source, reading)
    version = _staged(source, latest.number + 1 if latest else 1, reading, changes, files, published_on)
    if changes.loses_more_than(source.shrink_limit_percent):
        return _hold(version, actor)
    _activate(version, reading, changes, active, actor)
    return WatchlistLoad.objects.create(source=source, by=actor, outcome=LoadOutcome.ACTIVATED, version=version)


@verb("compliance.note_failed_load")
def note_failed_load(kind: str, error: str, *, actor: User, source: str = "") -> WatchlistLoad:
    """Keep on record that a download could not be used; the version before stays active."""
    load = WatchlistLoad.objects.create(source=_source(kind, source), by=actor, outcome=LoadOutcome.FAILED, error=error)
    record("watchlist.load_failed", load, actor=actor, after={"error": error})
    return load


@verb("compliance.note_unchanged_load")
def note_unchanged_load(kind: str, *, actor: User) -> WatchlistLoad:
    """The publisher says that nothing is new: the last good version proves fresh. Raises Conflict "nothing_loaded"."""
    source = _source(kind)
    last = source.loads.filter(outcome__in=[LoadOutcome.ACTIVATED, LoadOutcome.UNCHANGED, LoadOutcome.HELD]).order_by("-at", "-pk").first()
    if last is None:
        raise Conflict("nothing_loaded")
    outcome = LoadOutcome.HELD if last.outcome == LoadOutcome.HELD else LoadOutcome.UNCHANGED
    return WatchlistLoad.objects.create(source=source, by=actor, outcome=outcome, version=last.version)


@verb("compliance.note_fetched")
def note_fetched(kind: str, fetched: Sequence[tuple[str, str, str, str]], *, actor: User) -> int:
    """Remember how the publisher named each file (address, ETag, Last-Modified, SHA-256), so as to ask for news only; how many."""
    source = _source(kind)
    for url, etag, modified, sha256 in fetched:
        facts = {"etag": etag[:200], "modified": modified[:100], "sha256": sha256, "at": timezone.now()}
        PublisherFile.objects.update_or_create(source=source, url=url, defaults=facts)
    return len(fetched)


@verb("compliance.discard_watchlist_version")
def discard_watchlist_version(version_id: int, *, reason: str, actor: User) -> WatchlistVersion:
    """Refuse a held version: the publisher's file was broken, and the version before stays active.

    Raises BusinessError "reason_missing"; Conflict "wrong_state".
    """
    version = lock_one(WatchlistVersion.objects.select_related("source"), version_id)
    if not reason.strip():
        raise BusinessError("reason_missing", field="reason")
    transition(version, VersionState.DISCARDED, VERSION_MOVES)
    version.save(update_fields=["state"])
    record("watchlist.discarded", version, actor=actor, reason=reason, before={"state": "held"}, after={"state": "discarded"})
    return version


@verb("compliance.accept_watchlist_version")
def accept_watchlist_version(version_id: int, reading: Reading, *, reason: str, actor: User) -> WatchlistVersion:
    """Let a held version become active after all: a second person looked at what is missing.

    Raises BusinessError "version_accepted_by_loader", "reason_missing", "version_outdated"; Conflict "wrong_state".
    """
    version = lock_one(WatchlistVersion.objects.select_related("source"), version_id)
    source = lock_one(WatchlistSource.objects, version.source_id)
    if version.created_by_id == actor.pk:
        raise BusinessError("version_accepted_by_loader")
    if not reason.strip():
        raise BusinessError("reason_missing", field="reason")
    if source.versions.filter(number__gt=version.number).exists():
        raise BusinessError("version_outdated")
    active = source.versions.filter(state=VersionState.ACTIVE).first()
    _activate(version, reading, _changes(source, reading), active, actor, reason=reason)
    return version


def digest(files: Iterable[ListFile]) -> str:
    """One hash for a download, whatever the order and names of its files."""
    return hashlib.sha256("".join(sorted(file.sha256 for file in files)).encode()).hexdigest()


def _source(kind: str, code: str = "", name: str = "") -> WatchlistSource:
    known = {"kind": kind, "name": name or (NAMES.get(kind, kind) if code in {"", kind} else code)}
    source, _made = WatchlistSource.objects.get_or_create(code=code or kind, defaults=known)
    if source.kind != kind:
        raise BusinessError("source_of_another_kind", field="source", source=source.code, kind=source.kind)
    return lock_one(WatchlistSource.objects, source.pk)


def _changes(source: WatchlistSource, reading: Reading) -> Delta:
    before = dict(source.entries.filter(until=None).values_list("key", "content_hash"))
    return delta(before, {party.key: party.content_hash for party in reading.parties})


def _staged(
    source: WatchlistSource, number: int, reading: Reading, changes: Delta, files: Sequence[ListFile], published_on: date | None
) -> WatchlistVersion:
    version = WatchlistVersion.objects.create(
        source=source,
        number=number,
        sha256=digest(files),
        published_on=published_on,
        state=VersionState.STAGED,
        counts=dict(reading.counts),
        findings=[asdict(finding) for finding in reading.findings[:MOST_FINDINGS]],
        parties=len(reading.parties),
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
    )
    WatchlistFile.objects.bulk_create(
        WatchlistFile(version=version, name=file.name[:200], sha256=file.sha256, size=len(file.content)) for file in files
    )
    return version


def _hold(version: WatchlistVersion, actor: User) -> WatchlistLoad:
    transition(version, VersionState.HELD, VERSION_MOVES)
    version.save(update_fields=["state"])
    record("watchlist.held", version, actor=actor, after={"removed": version.removed, "parties": version.parties})
    return WatchlistLoad.objects.create(source=version.source, by=actor, outcome=LoadOutcome.HELD, version=version)


def _activate(
    version: WatchlistVersion, reading: Reading, changes: Delta, active: WatchlistVersion | None, actor: User, *, reason: str = ""
) -> None:
    if active:
        transition(active, VersionState.SUPERSEDED, VERSION_MOVES)
        active.save(update_fields=["state"])
    transition(version, VersionState.ACTIVE, VERSION_MOVES)
    version.activated_at = timezone.now()
    version.save(update_fields=["state", "activated_at"])
    gone = changes.changed | changes.removed
    version.source.entries.filter(until=None, key__in=gone).update(until=version)
    new = changes.changed | changes.added
    WatchlistEntry.objects.bulk_create((_entry(party, version) for party in reading.parties if party.key in new), batch_size=BATCH)
    counted = {"parties": version.parties, "added": version.added, "changed": version.changed, "removed": version.removed}
    record("watchlist.activated", version, actor=actor, after=counted, reason=reason)
    events.publish("watchlist.activated", version)


def _entry(party: Listed, version: WatchlistVersion) -> WatchlistEntry:
    return WatchlistEntry(
        source=version.source,
        key=party.key,
        kind=party.kind,
        name=party.primary_name[:500],
        content=party.as_json(),
        content_hash=party.content_hash,
        since=version,
    )
