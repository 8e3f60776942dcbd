"""Asking for a job, stopping one, beginning and repeating the steps of a night."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from o2c.core.access.models import User
from o2c.core.audit import services as audit
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.jobs import leases, queries
from o2c.core.jobs.models import LIVE, Job, JobState, Night
from o2c.core.jobs.night import STEPS, key_of
from o2c.core.jobs.rules import ready
from o2c.core.verbs import lock_one, verb


def request(
    kind: str,
    *,
    key: str,
    actor: User,
    entity: LegalEntity | None = None,
    day: date | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> Job:
    """A step: queue a job of this kind, sent to a worker once the verb has committed; the live one if there is one.

    `key` says what must not run twice at a time. The task gets the job's id and finds `arguments` on `j`.
    """
    live = Job.objects.filter(kind=kind, key=key, state__in=LIVE).first()
    return live or _queued(kind, key, actor, entity.pk if entity else None, day, dict(arguments or {}))


def _queued(kind: str, key: str, actor: User, entity_id: int | None, day: date | None, arguments: dict[str, Any]) -> Job:
    job = Job.objects.create(kind=kind, key=key, requested_by=actor, entity_id=entity_id, day=day, arguments=arguments)
    transaction.on_commit(lambda: leases.send(job), robust=True)
    return job


@verb("core.start_bulk")
def start_bulk(arguments: Mapping[str, Any], *, actor: User) -> Job:
    """Queue one verb on many rows (`arguments`: the fields of the order); each row is a verb of the same person."""
    job = request("core.run_bulk", key=uuid4().hex, actor=actor, arguments=arguments)
    audit.record("bulk.started", job, actor=actor, after={"verb": arguments["verb"], "rows": len(arguments["ids"])})
    return job


@verb("core.cancel_job")
def cancel_job(job_id: int, *, actor: User) -> Job:
    """Stop a job: at once while it is queued, after the chunk in hand while it runs. What it did stays done.

    Raises Conflict "job_not_live".
    """
    job = lock_one(queries.jobs(actor), job_id)
    if job.state not in LIVE:
        raise Conflict("job_not_live")
    job.cancel_requested = True
    if job.state == JobState.QUEUED:
        job.state, job.finished_at = JobState.CANCELLED, timezone.now()
    job.save(update_fields=["cancel_requested", "state", "finished_at"])
    audit.record("job.cancelled", job, actor=actor, after={"cancel_requested": True, "processed": job.processed})
    return job


@verb("core.open_night")
def open_night(day: date, entity_ids: Sequence[int] = (), *, actor: User) -> list[Job]:
    """Begin the night of that day for these entities, and queue every step that nothing holds up; what was queued.

    Safe to repeat at any time: it is also how the night goes on after each step.
    """
    _one_planner_at_a_time(day)
    known = set(Night.objects.filter(day=day).values_list("entity", flat=True))
    for entity in LegalEntity.objects.filter(pk__in=set(entity_ids) - known).order_by("pk"):
        audit.record("night.opened", Night.objects.create(day=day, entity=entity), actor=actor)
        known.add(entity.pk)
    due = ready(STEPS, queries.taking_part(day), queries.states_of(day)) if known else []
    return [_queued(name, key_of(day, place), actor, place, day, {}) for name, place in due if place is None or place in known]


@verb("core.rerun_step")
def rerun_step(step: str, day: date, entity_id: int | None, *, actor: User) -> Job:
    """Run one step of a night again from its beginning, whatever became of it.

    Raises BusinessError "night_unknown_step", "night_wrong_place", Conflict "job_still_live".
    """
    if step not in STEPS:
        raise BusinessError("night_unknown_step", field="step", step=step, steps=sorted(STEPS))
    if STEPS[step].per_entity != bool(entity_id):
        raise BusinessError("night_wrong_place", field="entity", step=step)
    _one_planner_at_a_time(day)
    before = queries.steps_of(day).filter(kind=step, entity=entity_id).first()
    if before and before.is_live:
        raise Conflict("job_still_live")
    job = _queued(step, key_of(day, entity_id), actor, entity_id, day, {})
    audit.record("night.step_rerun", job, actor=actor, before={"state": before.state if before else None})
    return job


def _one_planner_at_a_time(day: date) -> None:
    """Two workers that end their steps together must not both queue what comes next."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"night:{day}"])
