"""When an alert must be decided: working hours of the clerks' queue, which stand still while somebody else must answer."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from o2c.compliance.alerts.models import ComplianceAlert
from o2c.compliance.alerts.rules.kinds import hours
from o2c.core.work.rules import deadline, worked
from o2c.core.work.services import queue_named

QUEUE = "compliance_clerk"


def due_at(kind: str, *, holds: bool, received_on: date | None = None) -> datetime:
    """The end of the working hours an alert of this kind may take, from now or from the beginning of the day it was received."""
    since = timezone.make_aware(datetime.combine(received_on, time.min)) if received_on else None
    return within(hours(kind, holds=holds), since=since)


def within(working_hours: int, queue: str = QUEUE, *, since: datetime | None = None) -> datetime:
    """The moment this many working hours of a queue are used up, from now or from an earlier moment."""
    return deadline(queue_named(queue).hours, since or timezone.now(), timedelta(hours=working_hours))


def due_after_pause(alert: ComplianceAlert) -> datetime:
    """What was left when the clock stopped, counted from now."""
    if alert.paused_since is None:
        return alert.due_at
    team = queue_named(QUEUE).hours
    left = worked(team, alert.paused_since, alert.due_at) if alert.due_at > alert.paused_since else timedelta(0)
    return deadline(team, timezone.now(), left)
