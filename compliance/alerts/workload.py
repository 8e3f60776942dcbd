"""How much lies on whose desk, how old it is, and what was missed: for the page of the team and the morning's mail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, DateTimeField, DurationField, ExpressionWrapper, F, Min, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from o2c.compliance.alerts.models import AlertState, Decision, Escalation, Verdict
from o2c.compliance.alerts.queries import alerts
from o2c.compliance.alerts.rules import OPEN, UNDECIDED
from o2c.core.access.models import User

SINCE = Coalesce(Cast("received_on", DateTimeField()), F("created_at"))  # a report is as old as the day it was received
LOOKED_BACK = timedelta(days=30)
FIRST_VERDICTS = [Verdict.FALSE_POSITIVE, Verdict.CONFIRMED]
AGES: tuple[tuple[str | Promise, int, int | None], ...] = (
    (_("under a day"), 0, 1),
    (_("1 to 3 days"), 1, 3),
    (_("3 to 7 days"), 3, 7),
    (_("7 to 30 days"), 7, 30),
    (_("over 30 days"), 30, None),
)


@dataclass(frozen=True, slots=True)
class Load:
    """What lies on one desk (or, without a name, on nobody's), and what that person decided in the last thirty days."""

    name: str
    url: str
    open: int
    overdue: int
    oldest: datetime | None
    decided: int
    hours: float | None


def late(now: datetime) -> Q:
    """Undecided or unjudged past the time it should take; a clock that stands still is not late."""
    return Q(state__in=OPEN, due_at__lt=now, paused_since=None) & ~Q(state=AlertState.BLOCKED)


def loads(actor: User, now: datetime) -> list[Load]:
    """One line a person, the fullest desk first, nobody's on top."""
    rows = alerts(actor).order_by()
    lasting = ExpressionWrapper(F("at") - F("alert__created_at"), output_field=DurationField())
    open_ = rows.filter(state__in=UNDECIDED).values("assignee", "assignee__name")
    desks = {row["assignee"]: row for row in open_.annotate(n=Count("pk"), overdue=Count("pk", filter=late(now)), oldest=Min(SINCE))}
    judged = Decision.objects.filter(verdict__in=FIRST_VERDICTS, at__gte=now - LOOKED_BACK, alert__in=rows.values("pk")).order_by()
    recent = judged.values(assignee=F("by"), assignee__name=F("by__name"))
    done = {row["assignee"]: row for row in recent.annotate(n=Count("alert", distinct=True), taken=Avg(lasting))}
    found = [_load(person, desks.get(person), done.get(person)) for person in desks | done]
    return sorted(found, key=lambda load: (load.name != "", -load.open, load.name))


def _load(person: int | None, desk: Mapping[str, Any] | None, done: Mapping[str, Any] | None) -> Load:
    row = desk or done or {}
    taken = done["taken"] if done else None
    return Load(
        name=str(row["assignee__name"] or ""),
        url="" if person else reverse("alert_queue") + "?open=true&state=alert",
        open=desk["n"] if desk else 0,
        overdue=desk["overdue"] if desk else 0,
        oldest=desk["oldest"] if desk else None,
        decided=done["n"] if done else 0,
        hours=taken.total_seconds() / 3600 if taken else None,
    )


def ages(actor: User, now: datetime) -> list[tuple[str | Promise, int]]:
    """Undecided alerts by age in days."""
    opened = alerts(actor).filter(state__in=UNDECIDED).order_by().values_list(SINCE, flat=True)
    return by_age((now - at).days for at in opened)


def by_age(days: Iterable[int]) -> list[tuple[str | Promise, int]]:
    """How many in each band of AGES: from (inclusive) to (exclusive), in days."""
    known = list(days)
    return [(label, sum(low <= age and (high is None or age < high) for age in known)) for label, low, high in AGES]


def escalated(actor: User) -> QuerySet[Escalation]:
    """Confirmed alerts nobody has judged yet, the longest waiting first."""
    near = ["alert", "alert__subject", "alert__entry", "confirmed_by", "handed_by"]
    seen = alerts(actor).order_by().values("pk")
    return Escalation.objects.filter(closed_at=None, alert__in=seen).select_related(*near).order_by("confirmed_at", "pk")
