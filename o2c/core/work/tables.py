"""How work is listed."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, BulkAction, Column, Create, Table
from o2c.core.work import services
from o2c.core.work.forms import AssignForm, ReasonForm, SnoozeForm
from o2c.core.work.models import Task

COLUMNS = [
    Column("title", _("What"), "link", sort="title", narrow=True, url=lambda task: task.url or task.get_absolute_url()),
    Column("due_at", _("Due"), "moment", sort="due_at", narrow=True),
    Column("value", _("Value"), "money", sort="value"),
    Column("priority", _("Priority"), sort="priority"),
    Column("object_label", _("Record")),
    Column("queue", _("Queue"), sort="queue__code"),
    Column("owner", _("Owner"), sort="owner__name"),
    Column(
        "state",
        _("State"),
        "badge",
        sort="state",
        narrow=True,
        of=lambda task: "overdue" if getattr(task, "is_late", False) else task.state,
    ),
    Column("snoozed_until", _("Asleep until"), "moment", sort="snoozed_until", shown=False),
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


class AsleepTable(WorkTable):
    title = _("Asleep or waiting")
    nothing_yet = _("Nothing is asleep and nothing waits for an answer.")


class UnassignedTable(WorkTable):
    title = _("Unassigned work")
    nothing_yet = _("Every task has an owner.")


class AllTasksTable(WorkTable):
    title = _("All work")
    views = [BuiltInView(_("Open"), "state=open"), BuiltInView(_("Late"), "late=true")]
    nothing_yet = _("Nothing was ever put into a queue.")


class TemplateTable(Table):
    title = _("Task templates")
    columns = [
        Column("name", _("Name"), sort="name", narrow=True),
        Column("title", _("Title")),
        Column("queue", _("Queue"), sort="queue__code", narrow=True),
        Column("hours", _("Working hours"), "number", sort="hours"),
    ]
    create = Create(_("New template"), "task_template_new", "core.create_task_template")
    nothing_yet = _("No template yet: make one for what is given out again and again.")


class QueueTable(Table):
    title = _("Queues")
    columns = [
        Column("code", _("Queue"), "link", sort="code", narrow=True, url=lambda queue: reverse("work_queue_edit", args=[queue.public_id])),
        Column("role", _("Role")),
        Column("calendar", _("Holiday calendar"), "code"),
        Column("time_zone", _("Time zone")),
        Column("opens_at", _("Opens")),
        Column("closes_at", _("Closes")),
    ]
