"""Columns of the alerts queue and of the brakes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Create, Table
from o2c.core.sentences import sentence


def _panel(alert: Any) -> str:
    return reverse("alert_panel", args=[alert.public_id])


def _ours(alert: Any) -> str:
    return str(alert.subject or alert.contact or alert.customer.legal_name)


def _theirs(alert: Any) -> str:
    return str(alert.entry or alert.title)


class AlertTable(Table):
    title = _("Alerts")
    nothing_yet = _("No alert: nobody we deal with resembles a listed party.")
    create = Create(_("Report a suspicion"), "alert_log", "compliance.log_alert")
    panel = _panel
    columns = [
        Column("subject", _("Our name"), "link", narrow=True, of=_ours, url=lambda alert: str(alert.get_absolute_url())),
        Column("entry", _("Listed party or report"), of=_theirs),
        Column("kind", _("Kind"), sort="kind"),
        Column("entry__source", _("List"), of=lambda alert: alert.entry.source if alert.entry else alert.get_origin_display()),
        Column("score", _("Score"), "percent", sort="score"),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("customer", _("Customer"), sort="customer__search_name", shown=False),
        Column("assignee", _("Assigned to"), sort="assignee__name"),
        Column("due_at", _("Due"), "moment", sort="due_at"),
        Column("created_at", _("Opened at"), "moment", sort="created_at", shown=False),
        Column("received_on", _("Received on"), "date", sort="received_on", shown=False),
    ]
    views = [
        BuiltInView(_("Open"), "open=true"),
        BuiltInView(_("Mine"), "mine=true&open=true"),
        BuiltInView(_("Overdue"), "open=true&overdue=true"),
        BuiltInView(_("Escalated"), "state=escalated"),
        BuiltInView(_("Blocked"), "state=blocked"),
    ]


class RestrictedTable(AlertTable):
    title = _("Restricted alerts")
    nothing_yet = _("Nothing is kept for named readers only.")
    create = Create(_("Report a suspicion"), "alert_log", "compliance.log_alert")


class DecisionTable(Table):
    title = _("Decisions")
    nothing_yet = _("Nobody has decided on an alert yet.")
    columns = [
        Column("alert", _("Alert"), "link", narrow=True, url=lambda decision: str(decision.alert.get_absolute_url())),
        Column("verdict", _("Verdict"), "badge", sort="verdict", narrow=True),
        Column("reason_code", _("What differs"), of=lambda decision: sentence(decision.reason_code) if decision.reason_code else ""),
        Column("reason", _("Reason")),
        Column("by", _("By"), sort="by__name"),
        Column("second", _("Second person")),
        Column("at", _("Decided at"), "moment", sort="at"),
        Column("expires_on", _("Counts until"), "date", sort="expires_on"),
        Column("silenced", _("Kept quiet"), "number", sort="silenced"),
        Column("customer", _("Customer"), sort="customer__search_name", shown=False),
        Column("party", _("Listed party"), "code", shown=False),
        Column("score", _("Score"), "percent", sort="score", shown=False),
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
