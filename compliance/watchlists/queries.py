"""Which lists there are, how fresh they are, and what stands on them."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Case, CharField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from o2c.compliance.watchlists.models import (
    ClusterMember,
    Freshness,
    LinkState,
    PartyLink,
    VersionState,
    WatchlistEntry,
    WatchlistLoad,
    WatchlistSource,
    WatchlistVersion,
)
from o2c.compliance.watchlists.readers import Listed
from o2c.core.access.models import User
from o2c.core.access.queries import scope

VIEW = "compliance.view_watchlists"


def sources(actor: User) -> QuerySet[WatchlistSource]:
    """Each source with its active version and its last good load, ready for the table."""
    active = WatchlistVersion.objects.filter(source=OuterRef("pk"), state=VersionState.ACTIVE)
    loads = WatchlistLoad.objects.filter(source=OuterRef("pk")).order_by("-at", "-pk")
    return (
        scope(WatchlistSource.objects, actor, VIEW)
        .annotate(
            active_number=Subquery(active.values("number")[:1]),
            active_parties=Subquery(active.values("parties")[:1]),
            active_since=Subquery(active.values("activated_at")[:1]),
            published_on=Subquery(active.values("published_on")[:1]),
            good_load_at=Subquery(loads.filter(outcome__in=WatchlistLoad.GOOD).values("at")[:1]),
            last_outcome=Subquery(loads.values("outcome")[:1]),
        )
        .annotate(freshness=freshness(timezone.now()))
        .order_by("code", "pk")
    )


def versions(actor: User) -> QuerySet[WatchlistVersion]:
    """Every version of every source, newest first."""
    return scope(WatchlistVersion.objects, actor, VIEW).select_related("source", "created_by").order_by("-created_at", "-pk")


def loads(actor: User) -> QuerySet[WatchlistLoad]:
    return scope(WatchlistLoad.objects, actor, VIEW).select_related("source", "by", "version").order_by("-at", "-pk")


def active_versions() -> list[WatchlistVersion]:
    """The version of each source that counts now, in a fixed order."""
    return list(WatchlistVersion.objects.filter(state=VersionState.ACTIVE).select_related("source").order_by("source__code"))


def entries_of(versions: Collection[WatchlistVersion]) -> Iterator[WatchlistEntry]:
    """What stood on exactly these versions, also long after they were superseded; in a fixed order."""
    return _standing_on(versions).select_related("source").order_by("source__code", "pk").iterator(chunk_size=2_000)


def keys_of(versions: Collection[WatchlistVersion]) -> Iterator[tuple[str, int, str]]:
    """The handle of each party that stood on these versions, its entry and its content hash."""
    rows = _standing_on(versions).order_by("pk").values_list("source__code", "key", "pk", "content_hash")
    return ((f"{source}:{key}", pk, content_hash) for source, key, pk, content_hash in rows.iterator(chunk_size=5_000))


def _standing_on(versions: Collection[WatchlistVersion]) -> QuerySet[WatchlistEntry]:
    wanted = Q(pk__in=[])
    for version in versions:
        since = Q(source=version.source_id, since__number__lte=version.number)
        wanted |= since & (Q(until=None) | Q(until__number__gt=version.number))
    return WatchlistEntry.objects.filter(wanted)


def changed_entries(version: WatchlistVersion) -> Iterator[WatchlistEntry]:
    """What this version added or changed and what still stands so."""
    rows = WatchlistEntry.objects.filter(since=version, until=None).select_related("source").order_by("pk")
    return rows.iterator(chunk_size=2_000)


def current_parties() -> Iterator[tuple[str, Listed]]:
    """Every party of every active list by its handle, as it is now."""
    rows = WatchlistEntry.objects.filter(until=None).select_related("source").order_by("pk")
    return ((entry.party, entry.listed()) for entry in rows.iterator(chunk_size=2_000))


def clusters_of(parties: Collection[str]) -> dict[str, str]:
    """The cluster of each of these parties that is joined with others, by the handle of its first member."""
    return dict(ClusterMember.objects.filter(party__in=parties).values_list("party", "cluster"))


def members_of(party: str) -> list[str]:
    """The handles of all entries that are this party, itself among them, in a fixed order."""
    cluster = ClusterMember.objects.filter(party=party).values("cluster")
    return list(ClusterMember.objects.filter(cluster__in=cluster).order_by("party").values_list("party", flat=True)) or [party]


def members_of_all(parties: Collection[str]) -> dict[str, str]:
    """Every member of the clusters of these parties, with its cluster; a party on its own is its own cluster."""
    named = ClusterMember.objects.filter(party__in=parties).values("cluster")
    return {party: party for party in parties} | dict(ClusterMember.objects.filter(cluster__in=named).values_list("party", "cluster"))


def links_of(party: str) -> QuerySet[PartyLink]:
    """Why this entry counts as the same party as others, and what a person has split."""
    return (
        PartyLink.objects.filter(Q(left=party) | Q(right=party)).exclude(state=LinkState.GONE).select_related("decided_by").order_by("pk")
    )


def entries(actor: User) -> QuerySet[WatchlistEntry]:
    """Every listed party in every state it ever had; the latest first."""
    return scope(WatchlistEntry.objects, actor, VIEW).select_related("source", "since", "until").order_by("-pk")


def listed_now(actor: User) -> QuerySet[WatchlistEntry]:
    """The parties of the active versions, by name."""
    return entries(actor).filter(until=None).order_by("name", "pk")


def states_of(actor: User, source: str, key: str) -> QuerySet[WatchlistEntry]:
    """One party through the versions of its list, newest first."""
    return entries(actor).filter(source__code=source, key=key)


def changes_of(actor: User, version: WatchlistVersion) -> QuerySet[WatchlistEntry]:
    """What a version added, changed (as it is since) and removed (as it was), each with `change`."""
    before = WatchlistEntry.objects.filter(source=version.source_id, key=OuterRef("key"), until=version)
    after = WatchlistEntry.objects.filter(source=version.source_id, key=OuterRef("key"), since=version)
    rows = entries(actor).filter(Q(since=version) | Q(until=version), source=version.source_id)
    change = Case(
        When(Q(since=version) & Exists(before), then=Value("changed")),
        When(since=version, then=Value("added")),
        When(~Exists(after), then=Value("removed")),
        default=Value(""),
        output_field=CharField(),
    )
    return rows.annotate(change=change).exclude(change="").order_by("change", "name", "pk")


def held_versions() -> QuerySet[WatchlistVersion]:
    """What the brake holds and nobody has decided on."""
    return WatchlistVersion.objects.filter(state=VersionState.HELD).select_related("source").order_by("pk")


def failing_sources() -> list[WatchlistSource]:
    """Sources whose last attempt to load was refused."""
    last = WatchlistLoad.objects.filter(source=OuterRef("pk")).order_by("-at", "-pk").values("outcome")[:1]
    return list(WatchlistSource.objects.annotate(last=Subquery(last)).filter(last="failed").order_by("code"))


def stale_sources(now: datetime) -> list[WatchlistSource]:
    """Sources whose last good load is longer ago than they allow, or that never had one."""
    good = WatchlistLoad.objects.filter(source=OuterRef("pk"), outcome__in=WatchlistLoad.GOOD).order_by("-at").values("at")[:1]
    found = WatchlistSource.objects.annotate(good_load_at=Subquery(good)).annotate(freshness=freshness(now))
    return list(found.exclude(freshness=Freshness.CURRENT).order_by("code"))


def freshness(now: datetime) -> Case:
    """In one word: `current`, `stale`, or `missing` when nothing good was ever loaded. Needs `good_load_at`."""
    age = ExpressionWrapper(F("max_age_days") * Value(timedelta(days=1)), DurationField())
    in_time = Q(good_load_at__gte=Value(now) - age)
    return Case(
        When(good_load_at=None, then=Value("missing")),
        When(in_time, then=Value("current")),
        default=Value("stale"),
        output_field=CharField(),
    )
