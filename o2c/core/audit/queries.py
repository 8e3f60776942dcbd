"""Reading the trail: events in scope, what happened to one object, chains and anchors."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from o2c.core.access.models import User
from o2c.core.access.queries import entities_of, scope
from o2c.core.audit.models import AuditAnchor, AuditChain, AuditEvent
from o2c.core.audit.restricted import hidden_from

GRACE = timedelta(hours=1)  # a verb that began before midnight has committed by then


def events(actor: User) -> QuerySet[AuditEvent]:
    """The events the actor may read as a reviewer, newest first."""
    rows = scope(AuditEvent.objects, actor, "core.view_audit").exclude(object_type__in=hidden_from(actor))
    return rows.select_related("actor", "on_behalf_of", "chain__entity").order_by("-at", "-pk")


def events_about(subject: Model, actor: User) -> QuerySet[AuditEvent]:
    """What happened to an object the actor can see, and to its parts; never another entity's events nor restricted kinds."""
    kind = subject._meta.label_lower
    about = Q(object_type=kind, object_id=subject.pk) | Q(parent_type=kind, parent_id=subject.pk)
    rows = AuditEvent.objects.filter(about).exclude(object_type__in=hidden_from(actor))
    entities = entities_of(actor)
    if entities is not None:
        rows = rows.filter(Q(chain__entity=None) | Q(chain__entity__in=entities))
    return rows.select_related("actor", "on_behalf_of").order_by("-at", "-pk")


def last_closed_day(now: datetime | None = None) -> date:
    """The last UTC day no verb can still write to."""
    return ((now or timezone.now()).astimezone(UTC) - GRACE).date() - timedelta(days=1)


def days_without_anchor(until: date) -> list[date]:
    """The days with events, up to and including `until`, that no anchor holds yet, in order."""
    anchored = AuditAnchor.objects.filter(day=OuterRef("day"))
    days = AuditChain.objects.filter(~Exists(anchored), day__lte=until).order_by("day").values_list("day", flat=True)
    return list(dict.fromkeys(days))


def heads_of(day: date) -> list[dict[str, object]]:
    """Where every chain of the day ends, in order of entity; the house's own first."""
    chains = AuditChain.objects.filter(day=day).order_by("entity_id")
    ordered = sorted(chains, key=lambda chain: chain.entity_id or 0)
    return [{"entity": chain.entity_id, "seq": chain.last_seq, "hash": chain.last_hash} for chain in ordered]


def chains(day: date | None = None) -> Iterator[AuditChain]:
    rows = AuditChain.objects.select_related("entity").order_by("day", "entity_id", "pk")
    return (rows.filter(day=day) if day else rows).iterator()
