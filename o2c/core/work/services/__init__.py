"""Verbs and steps of the one queue of work."""

from o2c.core.work.services.follow import follow_approval
from o2c.core.work.services.month_end import plan_month_end
from o2c.core.work.services.steps import close_task, hand_over, open_task, queue_named
from o2c.core.work.services.tasks import (
    assign_task,
    cancel_task,
    complete_task,
    create_task,
    create_task_template,
    edit_queue,
    pause_task,
    resume_task,
    snooze_task,
    take_task,
)

__all__ = [
    "assign_task",
    "cancel_task",
    "close_task",
    "complete_task",
    "create_task",
    "create_task_template",
    "edit_queue",
    "follow_approval",
    "hand_over",
    "open_task",
    "pause_task",
    "plan_month_end",
    "queue_named",
    "resume_task",
    "snooze_task",
    "take_task",
]
