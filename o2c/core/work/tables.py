"""How work is listed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, BulkAction, Column, Create, Table
from o2c.core.work import services
from o2c.core.work.forms import AssignForm, ReasonForm, SnoozeForm
from o2c.core.work.models import Task
from o2c.core.work.rules import NO_TIME


def state_of(task: Any) -> str:
    return "overdue" if getattr(task, "is_late", False) else str(task.state)


def state_words(task: Any) -> str:
    return str(_("overdue")) if getattr(task, "is_late", False) else str(task.get_state_display())


COLUMNS = [
    Column(
        "title", _("What"), "link", sort="title", narrow=True, of=str, url=lambda task: task.url or task.get_absolute_url(), leads_away=True
    ),
    Column("due_at", _("Due"), "moment", sort="due_at", narrow=True),
    Column("value", _("Value"), "money", sort="value", shown=False),
    Column("priority", _("Priority"), sort="priority"),
    Column("object_label", _("Record"), shown=False),
    Column("queue", _("Queue"), sort="queue__code"),
    Column("owner", _("Owner"), sort="owner__name"),
    Column("state", _("State"), "badge", sort="state", narrow=True, of=state_of, words=state_words),
    Column("snoozed_until", _("Snoozed until"), "moment", sort="snoozed_until", shown=False),
    Column("reason", _("Reason"), shown=False),
]


def panel_of(task: Task) -> str:
    return reverse("task_panel", args=[task.public_id])


class WorkTable(Table):
    title = _("My work")
    columns = COLUMNS
    actions = [
        BulkAction("complete", _("Done"), services.complete_task),
        BulkAction("snooze", _("Snooze"), services.snooze_task, SnoozeForm),
        BulkAction("assign", _("Assign"), services.assign_task, AssignForm),
        BulkAction("cancel", _("Cancel tasks"), services.cancel_task, ReasonForm),
    ]
    create = Create(_("New task"), "task_new", "core.create_task")
    nothing_yet = _("Nothing waits for you. What others hand to you or to your queues appears here.")

    panel = staticmethod(panel_of)  # type: ignore[assignment]
    personal = True


class AsleepTable(WorkTable):
    title = _("Snoozed or waiting")
    nothing_yet = _("Nothing is snoozed and nothing waits for an answer.")


class UnassignedTable(WorkTable):
    title = _("Unassigned work")
    personal = False
    nothing_yet = _("Every task has an owner.")


class AllTasksTable(WorkTable):
    title = _("All work")
    personal = False
    views = [BuiltInView(_("Open"), "state=open"), BuiltInView(_("Late"), "late=true")]
    nothing_yet = _("Nothing was ever put into a queue.")


def days_late(task: Any) -> int | None:
    """Whole days between the due time and the end of the task, or now; None when it was or still is in time."""
    return task.late_for.days if task.late_for and task.late_for > NO_TIME else None


class MonthEndTable(Table):
    title = _("Month end")
    columns = [
        Column("title", _("What"), "link", sort="title", narrow=True, of=str),
        Column("entity", _("Legal entity"), sort="entity__code"),
        Column("due_at", _("Due"), "moment", sort="due_at", narrow=True),
        Column("queue", _("Queue"), sort="queue__code"),
        Column("owner", _("Owner"), sort="owner__name"),
        Column("state", _("State"), "badge", sort="state", narrow=True, of=state_of, words=state_words),
        Column("late_for", _("Days late"), "number", sort="late_for", of=days_late),
        Column("closed_at", _("Closed"), "moment", sort="closed_at"),
    ]
    create = Create(_("Plan a month end"), "month_end_plan", "core.plan_month_end")
    nothing_yet = _("No month end was planned yet: give task templates a working day of the month's end, then plan a month.")
    panel = staticmethod(panel_of)  # type: ignore[assignment]


class TemplateTable(Table):
    title = _("Task templates")
    columns = [
        Column("name", _("Name"), sort="name", narrow=True),
        Column("title", _("Title")),
        Column("queue", _("Queue"), sort="queue__code", narrow=True),
        Column("hours", _("Working hours"), "number", sort="hours"),
        Column("closing_day", _("Working day of the month's end"), "number", sort="closing_day"),
    ]
    create = Create(_("New template"), "task_template_new", "core.create_task_template")
    nothing_yet = _("No template yet: make one for what is given out again and again.")


class QueueTable(Table):
    title = _("Queues")
    columns = [
        Column(
            "code",
            _("Queue"),
            "link",
            words=str,
            sort="code",
            narrow=True,
            url=lambda queue: reverse("work_queue_edit", args=[queue.public_id]),
            permission="core.edit_queue",
        ),
        Column("calendar", _("Holiday calendar"), "code"),
        Column("time_zone", _("Time zone")),
        Column("opens_at", _("Opens"), of=lambda queue: f"{queue.opens_at:%H:%M}"),
        Column("closes_at", _("Closes"), of=lambda queue: f"{queue.closes_at:%H:%M}"),
    ]
