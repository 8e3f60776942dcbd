"""What this room tells the house when it loads."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from o2c.core import events
from o2c.core.access import ownership
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.jobs.night import step
from o2c.core.jobs.progress import Progress
from o2c.core.pages import menu, panels
from o2c.core.reference import reference
from o2c.core.work.pages import waiting_for
from o2c.core.work.queries import owned_by
from o2c.core.work.reference import sync_queues
from o2c.core.work.services import follow_approval, hand_over, plan_month_end


def _approval_moved(request_id: int, _facts: dict[str, Any]) -> None:
    with through("job"):
        follow_approval(request_id, actor=the_night())


def plan_this_month(j: Progress) -> None:
    """The night's step: what the end of the running month needs lies in the queues from its first night on."""
    if j.job.entity_id and j.job.day:
        with j.chunk():
            planned = plan_month_end(j.job.entity_id, j.job.day, actor=j.actor)
        j.advance(len(planned))


reference("work queues", sync_queues)
step("core.plan_month_end", _("Month-end tasks planned"), plan_this_month)
for topic in ("approval.requested", "approval.step", "approval.closed"):
    events.listen(topic, "work queue", _approval_moved)

ownership.register("tasks", lambda user: owned_by(user).count(), hand_over, label=_("tasks"))

menu.add("work", _("My work"), "my_work", "core.take_task", order=1)
menu.add("work", _("Snoozed or waiting"), "work_asleep", "core.take_task", order=2)
menu.add("work", _("Unassigned work"), "work_unassigned", "core.view_all_work", order=3)
menu.add("work", _("All work"), "work_all", "core.view_all_work", order=4)
menu.add("work", _("Month end"), "month_end", "core.view_all_work", order=5)
menu.add("core", _("Task templates"), "task_templates", "core.view_all_work", order=81)
menu.add("core", _("Queues"), "work_queues", "core.view_all_work", order=82)
menu.indicator("work", waiting_for)
panels.add("home", _("My work"), "home_work", permission="core.take_task", order=10)
panels.add("home", _("Work of the teams"), "home_team", permission="core.assign_task", order=12)
