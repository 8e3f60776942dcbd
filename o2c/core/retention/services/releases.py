"""Verbs of a release: count what is over, let another person release it, take it back."""

from collections.abc import Collection

from django.utils import timezone

from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.jobs.services import request
from o2c.core.retention.judging import Judged, judge, periods
from o2c.core.retention.models import ItemState, ReleaseState, RetentionItem, RetentionRelease
from o2c.core.retention.queries import releases
from o2c.core.retention.rules import RELEASE_MOVES
from o2c.core.verbs import lock_one, transition, verb

COUNTING = "core.count_retention"


@verb("core.propose_removal")
def propose_removal(*, actor: User) -> RetentionRelease:
    """Have everything counted whose legal period is over; a dry run: nothing is removed. Raises BusinessError "retention_one_at_a_time"."""
    if releases(actor).filter(state__in=["counting", "proposed", "released"]).exists():
        raise BusinessError("retention_one_at_a_time")
    made = RetentionRelease.objects.create(day=local_today())
    request(COUNTING, key=str(made.pk), actor=actor, arguments={"release": made.pk})
    record("removal.proposed", made, actor=actor)
    return made


@verb("core.count_records")
def count_records(pk: int, object_type: str, ids: Collection[int], *, actor: User) -> int:
    """Note which of these things may go; returns how many. Counting the same ones again changes nothing."""
    release = lock_one(RetentionRelease.objects.filter(state=ReleaseState.COUNTING), pk)
    over = [each for each in judge(object_type, ids, known=periods(), today=release.day) if each.verdict.may_go]
    RetentionItem.objects.bulk_create([_item(release, object_type, each) for each in over], ignore_conflicts=True)
    return len(over)


def _item(release: RetentionRelease, object_type: str, each: Judged) -> RetentionItem:
    """Who may go has a day its period began and a day it was over; the columns refuse anything else."""
    entities = {use.entity_id for use in each.thing.uses if use.entity_id}
    return RetentionItem(
        release=release,
        object_type=object_type,
        object_id=each.thing.object_id,
        entity_id=entities.pop() if len(entities) == 1 else None,
        kind=each.verdict.values["kind"],
        country=each.verdict.values["country"],
        name=each.thing.name,
        size=each.thing.size,
        sha256=each.thing.sha256,
        event_on=each.since,  # type: ignore[misc]
        free_on=each.verdict.free_on,
    )


@verb("core.finish_count")
def finish_count(pk: int, *, actor: User) -> RetentionRelease:
    """The dry run is complete: another person may release it."""
    return _move(lock_one(RetentionRelease.objects, pk), ReleaseState.PROPOSED, actor)


@verb("core.release_removal")
def release_removal(pk: int, *, reason: str, actor: User) -> RetentionRelease:
    """Let the coming night remove what was counted. Raises BusinessError "retention_second_person", "retention_nothing_over"."""
    release = lock_one(releases(actor), pk)
    if release.created_by_id == actor.pk:
        raise BusinessError("retention_second_person")
    if not release.items.exists():
        raise BusinessError("retention_nothing_over")
    release.released_by, release.released_at, release.reason = actor, timezone.now(), reason
    return _move(release, ReleaseState.RELEASED, actor, "released_by", "released_at", "reason", reason=reason)


@verb("core.discard_removal")
def discard_removal(pk: int, *, reason: str, actor: User) -> RetentionRelease:
    """Give up a dry run; nothing goes."""
    release = lock_one(releases(actor), pk)
    release.reason = reason
    return _move(release, ReleaseState.DISCARDED, actor, "reason", reason=reason)


@verb("core.stop_removal")
def stop_removal(pk: int, *, reason: str, actor: User) -> RetentionRelease:
    """Take a release back: what is not removed yet stays. Raises Conflict "wrong_state"."""
    return _move(lock_one(releases(actor), pk), ReleaseState.STOPPED, actor, reason=reason)


@verb("core.finish_removal")
def finish_removal(pk: int, *, actor: User) -> RetentionRelease:
    """Everything of the release was looked at: removed, or kept with a reason. Raises BusinessError "retention_not_finished"."""
    release = lock_one(RetentionRelease.objects, pk)
    if release.items.filter(state=ItemState.WAITING).exists():
        raise BusinessError("retention_not_finished")
    return _move(release, ReleaseState.DONE, actor)


def _move(release: RetentionRelease, state: str, actor: User, *fields: str, reason: str = "") -> RetentionRelease:
    before = release.state
    transition(release, state, RELEASE_MOVES)
    release.save(update_fields=["state", *fields])
    record(f"removal.{state}", release, actor=actor, before={"state": before}, after={"state": state}, reason=reason)
    return release
