"""Which lists there are, how fresh they are, and what stands on them."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Case, CharField, DurationField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from o2c.compliance.watchlists.models import Freshness, VersionState, WatchlistEntry, WatchlistLoad, WatchlistSource, WatchlistVersion
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
    wanted = Q(pk__in=[])
    for version in versions:
        since = Q(source=version.source_id, since__number__lte=version.number)
        wanted |= since & (Q(until=None) | Q(until__number__gt=version.number))
    return WatchlistEntry.objects.filter(wanted).select_related("source").order_by("source__code", "pk").iterator(chunk_size=2_000)


def changed_entries(version: WatchlistVersion) -> Iterator[WatchlistEntry]:
    """What this version added or changed and what still stands so."""
    rows = WatchlistEntry.objects.filter(since=version, until=None).select_related("source").order_by("pk")
    return rows.iterator(chunk_size=2_000)


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
