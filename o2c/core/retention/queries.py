"""Legal periods, releases, and what they hold."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.retention.models import RetentionItem, RetentionPeriod, RetentionRelease

VIEW = "core.view_retention"


def retention_periods(actor: User) -> QuerySet[RetentionPeriod]:
    """Those in force and proposed, by country and kind, the latest first."""
    return RetentionPeriod.objects.order_by("country", "kind", F("valid_from").desc(), "pk")


def releases(actor: User) -> QuerySet[RetentionRelease]:
    """Every release, the latest first."""
    return RetentionRelease.objects.select_related("created_by", "released_by").order_by("-pk")


def items(actor: User) -> QuerySet[RetentionItem]:
    """What releases hold, as far as the actor's entities and countries reach."""
    return scope(RetentionItem.objects, actor, VIEW).select_related("release", "entity").order_by("pk")


def counts(release: RetentionRelease, actor: User) -> list[dict[str, Any]]:
    """By country and kind: how many things, how many bytes, how many of them removed and kept."""
    rows: QuerySet[Any, Any] = items(actor).filter(release=release).order_by().values("country", "kind", "object_type")
    removed, kept = Count("pk", filter=Q(state="removed")), Count("pk", filter=Q(state="kept"))
    return list(rows.annotate(things=Count("pk"), size=Sum("size"), removed=removed, kept=kept).order_by("country", "kind", "object_type"))
