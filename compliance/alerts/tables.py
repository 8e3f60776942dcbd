"""Columns of the alerts queue and of the brakes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Table


def _panel(alert: Any) -> str:
    return reverse("alert_panel", args=[alert.public_id])


class AlertTable(Table):
    title = _("Alerts")
    nothing_yet = _("No alert: nobody we deal with resembles a listed party.")
    panel = _panel
    columns = [
        Column("subject", _("Our name"), "link", narrow=True, url=lambda alert: str(alert.get_absolute_url())),
        Column("entry", _("Listed party"), narrow=True),
        Column("entry__source", _("List")),
        Column("score", _("Score"), "percent", sort="score"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("customer", _("Customer"), sort="customer__search_name"),
        Column("assignee", _("Assigned to"), sort="assignee__name"),
        Column("due_at", _("Due"), "moment", sort="due_at"),
        Column("created_at", _("Opened at"), "moment", sort="created_at", shown=False),
    ]
    views = [
        BuiltInView(_("Open"), "open=true"),
        BuiltInView(_("Mine"), "mine=true&open=true"),
        BuiltInView(_("With legal"), "state=escalated"),
        BuiltInView(_("Blocked"), "state=blocked"),
    ]


class BrakeTable(Table):
    title = _("Brakes")
    nothing_yet = _("No listed party met too many customers at once.")
    columns = [
        Column("entry", _("Listed party"), narrow=True),
        Column("state", _("State"), "badge", narrow=True),
        Column("waiting", _("Hits held back"), "number", of=lambda brake: len(brake.hits)),
        Column("created_at", _("Since"), "moment", sort="created_at"),
        Column("settled_by", _("Settled by")),
        Column("reason", _("Reason")),
        Column(
            "settle",
            _("Decide"),
            "action",
            of=lambda brake: _("Settle") if brake.state == "on" else "",
            url=lambda brake: reverse("alert_brake_settle", args=[brake.public_id]),
        ),
    ]
