"""Proof 13: nothing that a freeze stops was decided while it was in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from o2c.compliance.freezes.models import Freeze, FreezeScope
from o2c.compliance.freezes.queries import group_below
from o2c.core.audit.models import AuditEvent
from o2c.core.proofs.registry import Bad

# What billing decides about a customer, and what must be frozen to stop it. Imported history is recorded, not decided.
DECIDED = {"document.posted": FreezeScope.BILL, "refund.released": FreezeScope.REFUND}


@dataclass(frozen=True, slots=True)
class Interval:
    """One freeze as the trail has it: both ends by the moments of their events, so that waiting for a lock is no finding."""

    freeze: Freeze
    begun_at: datetime
    ended_at: datetime | None


def nothing_decided_while_frozen(_day: date) -> Iterator[Bad]:
    """Documents and refunds whose event lies inside a freeze of their customer, or of a parent that reached down to it."""
    reached: dict[int, list[Interval]] = {}
    for interval in _intervals():
        for customer in _customers(interval):
            reached.setdefault(customer, []).append(interval)
    events = AuditEvent.objects.filter(action__in=DECIDED, parent_type="accounts.customer", parent_id__in=reached)
    for event in events.order_by("at", "pk").iterator():
        if any(_stopped(interval, event) for interval in reached[event.parent_id or 0]):
            yield Bad(event.object_label, "proof_decided_while_frozen", {"at": event.at})


def _intervals() -> list[Interval]:
    told = AuditEvent.objects.filter(object_type=Freeze._meta.label_lower, action__in=["freeze.placed", "freeze.ended"])
    at = {(action, pk): moment for action, pk, moment in told.values_list("action", "object_id", "at")}
    return [
        Interval(freeze, at.get(("freeze.placed", freeze.pk), freeze.created_at), at.get(("freeze.ended", freeze.pk), freeze.ended_at))
        for freeze in Freeze.objects.select_related("customer").order_by("pk")
    ]


def _customers(interval: Interval) -> set[int]:
    freeze = interval.freeze
    below = group_below(freeze.customer, today=timezone.localdate(interval.begun_at)) if freeze.with_group else []
    return {freeze.customer_id, *(customer.pk for customer in below)}


def _stopped(interval: Interval, event: AuditEvent) -> bool:
    inside = interval.begun_at < event.at and (interval.ended_at is None or event.at < interval.ended_at)
    return inside and interval.freeze.scope in (FreezeScope.ALL, DECIDED[event.action])
