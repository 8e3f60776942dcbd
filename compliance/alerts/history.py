"""What compliance adds to a customer's timeline, for those who may know: nobody else sees that there is anything."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts import queries
from o2c.compliance.alerts.models import AlertMove
from o2c.core.access.models import User
from o2c.core.pages.timeline import TimelineEntry


def entries_of(subject: Any, actor: User, limit: int) -> Iterable[TimelineEntry]:
    """The steps of the customer's alerts, newest first."""
    if not isinstance(subject, Customer) or not actor.may(queries.VIEW):
        return []
    moves = AlertMove.objects.filter(alert__in=queries.alerts_of(actor, subject).order_by())
    near = moves.select_related("by", "alert", "alert__subject", "alert__entry").order_by("-at", "-pk")
    return [_entry(move) for move in near[:limit]]


def _entry(move: AlertMove) -> TimelineEntry:
    title = _("%(alert)s: %(state)s") % {"alert": move.alert, "state": move.get_to_state_display()}
    url = str(move.alert.get_absolute_url())
    return TimelineEntry(move.at, gettext_lazy("compliance"), title, body=move.reason, who=str(move.by), url=url, icon="shield-check")
