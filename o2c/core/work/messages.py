"""Sentences for what the queue of work refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "task_owner_or_queue": _("A task is never lost: give it to a person or to a queue."),
    "task_owner_gone": _("%(name)s no longer works here: choose another person."),
    "task_taken": _("%(name)s already works on this."),
    "task_reason_missing": _("Say why, in a few words."),
    "task_snooze_in_past": _("A task can only be snoozed until a later moment."),
    "task_template_taken": _("There is already a template “%(name)s”: choose another name."),
    "tasktemplate_closing_day_near": _("A task of the month's end lies at most 15 working days before or after it, and not on day 0."),
    "task_state_known": _("A task is open, waiting, done or cancelled."),
    "task_priority_known": _("A task is normal, high or urgent."),
    "task_value_with_currency": _("The value of a task has a currency."),
    "task_value_digits": _("The value has more decimals than its currency."),
    "task_closed_when_it_ends": _("A task has a closing time exactly when it is closed."),
    "task_asleep_with_reason": _("Say why the task is snoozed."),
    "task_one_per_object": _("This is already in the queue."),
    "workqueue_opens_before_it_closes": _("A team opens before it closes."),
    # what tasks say
    "month_end_task": _("%(title)s, %(month)s"),
    "approval_task": _("%(kind)s: %(record)s"),
    "approval_task_advice": _("Look at the request, then approve or refuse it with a reason."),
    # what the audit trail says
    "task.opened": _("Put into the queue: %(object)s"),
    "task.assigned": _("Handed on: %(object)s"),
    "task.snoozed": _("Snoozed until %(snoozed_until)s: %(object)s"),
    "task.waiting": _("Waiting for the requester: %(object)s"),
    "task.open": _("Open again: %(object)s"),
    "task.done": _("Done: %(object)s"),
    "task.cancelled": _("Cancelled: %(object)s"),
    "task_template.created": _("Created the task template %(object)s"),
    "work_queue.edited": _("Changed the queue %(object)s"),
}
