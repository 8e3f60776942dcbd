"""Steps by which rooms put their work into the queue and take it out again."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone, translation

from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.entities.models import LegalEntity
from o2c.core.money import Money
from o2c.core.sentences import called, catalogue, keep, kept_sentence
from o2c.core.verbs import transition
from o2c.core.work.models import LIVE, Priority, Task, TaskState, WorkQueue
from o2c.core.work.queries import owned_by
from o2c.core.work.rules import TASK_MOVES, Clock, Hours, end_of_day

OFFICE = WorkQueue().hours


def queue_named(code: str) -> WorkQueue:
    return WorkQueue.objects.get(code=code)


def open_task(
    kind: str,
    code: str,
    values: Mapping[str, Any] | None = None,
    *,
    title: str = "",
    subject: Model | None = None,
    key: str = "",
    queue: str = "",
    owner: User | None = None,
    due_on: date | None = None,
    due_at: datetime | None = None,
    working_hours: float | None = None,
    value: Money | None = None,
    priority: int = Priority.NORMAL,
    text: str = "",
    url: str = "",
    actor: User,
) -> Task:
    """Step: put something into the queue of a role or on somebody's desk; while it lies there, this returns the same task.

    What to do is the sentence of `code` with its values, in each reader's language; `title` instead is somebody's own words.
    One live task per `kind` and `key` (the subject, unless given); words, value and priority follow the latest call.
    Due: at a moment, at the end of a day (moved to the next working day), or when `working_hours` of the team are used up.
    """
    key = key or (f"{subject._meta.label_lower}:{subject.pk}" if subject else code)
    value_now = {
        **_words(code, values or {}, title),
        "priority": priority,
        "value": value.value if value else None,
        "currency": value.currency if value else "",
    }
    _alone(f"task:{kind}:{key}")
    live = Task.objects.select_for_update(no_key=True).filter(LIVE, kind=kind, key=key).first()
    if live is not None:
        Task.objects.filter(pk=live.pk).update(**value_now)
        live.refresh_from_db()
        return live
    place = queue_named(queue) if queue else None
    hours = place.hours if place else OFFICE
    clock = Clock(timedelta(hours=working_hours)).started(timezone.now()) if working_hours is not None else None
    task = Task.objects.create(
        kind=kind,
        key=key,
        queue=place,
        owner=owner,
        text=text,
        due_at=due_at or (end_of_day(hours, due_on) if due_on else clock.due_at(hours) if clock else None),
        clock_allowed=clock.allowed if clock else None,
        clock_since=clock.since if clock else None,
        **_about(subject, url),
        **value_now,
    )
    record("task.opened", task, actor=actor, parent=subject, queue={"code": f"role:{queue}", "values": {}} if queue else None, owner=owner)
    return task


def _words(code: str, values: Mapping[str, Any], title: str) -> dict[str, Any]:
    if code and code not in catalogue():
        raise KeyError(code)
    kept = keep(values)
    with translation.override("en"):
        return {"code": code, "values": kept, "title": (kept_sentence(code, kept) if code else title)[:200]}


def _alone(name: str) -> None:
    """Two who put the same thing in at once go one after the other, so that the second finds the first one's task."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _about(subject: Model | None, url: str) -> dict[str, object]:
    if subject is None:
        return {"url": url}
    address = getattr(subject, "get_absolute_url", None)
    return {
        "object_type": subject._meta.label_lower,
        "object_id": subject.pk,
        "object_label": called(subject)[:200],
        "entity_id": subject.pk if isinstance(subject, LegalEntity) else getattr(subject, "entity_id", None),
        "url": url or (address() if address else ""),
    }


def close_task(kind: str, *, subject: Model | None = None, key: str = "", reason: str = "", actor: User) -> int:
    """Step: what the task was about is settled; returns how many live tasks that closed (none is fine)."""
    key = key or (f"{subject._meta.label_lower}:{subject.pk}" if subject else "")
    live = list(
        Task.objects.select_for_update(no_key=True, of=["self"]).select_related("queue").filter(LIVE, kind=kind, key=key).order_by("pk")
    )
    for task in live:
        settle(task, TaskState.DONE, reason, actor=actor)
    return len(live)


def live_task(kind: str, subject: Model) -> Task | None:
    """Step: the task about the subject that is not done yet, locked."""
    rows = Task.objects.select_for_update(no_key=True, of=["self"]).select_related("queue")
    return rows.filter(LIVE, kind=kind, key=f"{subject._meta.label_lower}:{subject.pk}").first()


def give_task(kind: str, subject: Model, owner: User, *, actor: User) -> None:
    """Step: whoever works on the subject has its task on their desk."""
    task = live_task(kind, subject)
    if task is not None and task.owner_id != owner.pk:
        before, task.owner = task.owner, owner
        task.save(update_fields=["owner"])
        record("task.assigned", task, actor=actor, before={"owner": before}, after={"owner": owner})


def settle(task: Task, state: str, reason: str, *, actor: User) -> Task:
    """End a task, or bring it back: its clock stops, or goes on with what is left."""
    before, now = task.state, timezone.now()
    transition(task, state, TASK_MOVES)
    task.reason, task.snoozed_until = reason, None
    task.closed_at = None if state in (TaskState.OPEN, TaskState.WAITING) else now
    if clock := task.clock:
        hours = hours_of(task)
        clock = clock.started(now) if state == TaskState.OPEN else clock.paused(hours, now)
        task.clock_used, task.clock_since = clock.used, clock.since
        task.due_at = clock.due_at(hours) if task.closed_at is None else task.due_at
    fields = ["state", "reason", "snoozed_until", "closed_at", "clock_used", "clock_since", "due_at"]
    task.save(update_fields=fields)
    record(f"task.{state}", task, actor=actor, before={"state": before}, after={"state": state}, reason=reason)
    return task


def hand_over(user: User, heir: User, actor: User) -> None:
    """Step: everything on somebody's desk goes to another's before the person leaves."""
    for task in owned_by(user).select_for_update(no_key=True):
        task.owner = heir
        task.save(update_fields=["owner"])
        record("task.assigned", task, actor=actor, before={"owner": user}, after={"owner": heir})


def hours_of(task: Task) -> Hours:
    return task.queue.hours if task.queue else OFFICE
