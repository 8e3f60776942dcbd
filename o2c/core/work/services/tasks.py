"""Verbs of the people who do the work: take it, hand it on, put it to sleep, let it wait, finish it."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, verb
from o2c.core.work.models import Priority, Task, TaskState, TaskTemplate, WorkQueue
from o2c.core.work.queries import tasks, workable
from o2c.core.work.services.steps import open_task, settle


@verb("core.create_task")
def create_task(
    *,
    title: str,
    text: str = "",
    queue: str = "",
    owner: User | None = None,
    due_on: date | None = None,
    priority: int = Priority.NORMAL,
    template: TaskTemplate | None = None,
    actor: User,
) -> Task:
    """Give out a free-form task, from a template or not. Without an owner it waits in its queue, in everyone's unassigned view.

    Raises BusinessError "task_owner_or_queue", "card_number".
    """
    if not (queue or owner):
        raise BusinessError("task_owner_or_queue", field="queue")
    key = f"{timezone.now().isoformat()} {actor.pk}"
    hours = template.hours if template and due_on is None else None
    return open_task(
        "task",
        "",
        title=refuse_card_number(title, "title"),
        key=key,
        queue=queue,
        owner=owner,
        due_on=due_on,
        working_hours=hours,
        priority=priority,
        text=refuse_card_number(text, "text"),
        actor=actor,
    )


@verb("core.assign_task")
def assign_task(pk: int, *, owner: User | None = None, queue: str = "", reason: str = "", actor: User) -> Task:
    """Give a task to somebody, or back to a queue. Raises BusinessError "task_owner_or_queue", "task_owner_gone"."""
    if owner is not None and not owner.is_active:
        raise BusinessError("task_owner_gone", field="owner", name=str(owner))
    task = lock_one(tasks(actor), pk)
    place = WorkQueue.objects.get(code=queue) if queue else task.queue
    if owner is None and place is None:
        raise BusinessError("task_owner_or_queue", field="queue")
    return _move(task, owner, place, reason, actor)


@verb("core.take_task")
def take_task(pk: int, *, actor: User) -> Task:
    """Put a task of one of my queues on my own desk. Raises BusinessError "task_taken"."""
    task = lock_one(workable(actor), pk)
    if task.owner_id not in (None, actor.pk):
        raise BusinessError("task_taken", name=str(task.owner))
    return _move(task, actor, task.queue, "", actor)


def _move(task: Task, owner: User | None, queue: WorkQueue | None, reason: str, actor: User) -> Task:
    before, after = change(task, owner=owner, queue=queue)
    record("task.assigned", task, actor=actor, before=before, after=after, reason=reason)
    return task


@verb("core.snooze_task")
def snooze_task(pk: int, until: datetime, *, reason: str, actor: User) -> Task:
    """Hide a task from my list until a moment, with the reason why. Its due time stays.

    Raises BusinessError "task_snooze_in_past", "task_reason_missing".
    """
    if until <= timezone.now():
        raise BusinessError("task_snooze_in_past", field="until")
    task = lock_one(workable(actor), pk)
    before, after = change(task, snoozed_until=until, reason=_said(reason))
    record("task.snoozed", task, actor=actor, before=before, after=after, reason=reason)
    return task


@verb("core.pause_task")
def pause_task(pk: int, *, reason: str, actor: User) -> Task:
    """Wait for the requester: the clock stops until they have answered. Raises BusinessError "task_reason_missing"."""
    return settle(lock_one(workable(actor), pk), TaskState.WAITING, _said(reason), actor=actor)


@verb("core.resume_task")
def resume_task(pk: int, *, reason: str = "", actor: User) -> Task:
    """Go on: the answer came, or the task was closed too early. The clock goes on with what is left."""
    return settle(lock_one(tasks(actor), pk), TaskState.OPEN, reason, actor=actor)


@verb("core.complete_task")
def complete_task(pk: int, *, reason: str = "", actor: User) -> Task:
    """It is done; `reason` may say how."""
    return settle(lock_one(workable(actor), pk), TaskState.DONE, refuse_card_number(reason, "reason"), actor=actor)


@verb("core.cancel_task")
def cancel_task(pk: int, *, reason: str, actor: User) -> Task:
    """It need not be done. Raises BusinessError "task_reason_missing"."""
    return settle(lock_one(workable(actor), pk), TaskState.CANCELLED, _said(reason), actor=actor)


def _said(reason: str) -> str:
    if not reason.strip():
        raise BusinessError("task_reason_missing", field="reason")
    return refuse_card_number(reason.strip(), "reason")


@verb("core.create_task_template")
def create_task_template(
    *, name: str, title: str, text: str = "", queue: str, hours: int, closing_day: int | None = None, actor: User
) -> TaskTemplate:
    """Words and times for a task that is given out again and again, or at every month's end on a working day around it.

    Raises BusinessError "task_template_taken", "tasktemplate_closing_day_near".
    """
    if TaskTemplate.objects.filter(name=name).exists():
        raise BusinessError("task_template_taken", field="name", name=name)
    place = WorkQueue.objects.get(code=queue)
    facts = {"title": title, "text": text, "hours": hours, "closing_day": closing_day}
    template = TaskTemplate.objects.create(name=name, queue=place, **facts)
    record("task_template.created", template, actor=actor, after={**facts, "queue": queue})
    return template


@verb("core.edit_queue")
def edit_queue(pk: int, *, actor: User, version: int | None = None, **facts: Any) -> WorkQueue:
    """Change a team's calendar or hours; clocks that run count with the new hours from their next pause on."""
    queue = lock_one(WorkQueue.objects, pk, version)
    before, after = change(queue, **facts)
    record("work_queue.edited", queue, actor=actor, before=before, after=after)
    return queue
