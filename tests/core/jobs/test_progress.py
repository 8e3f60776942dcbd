"""A job is claimed once, its chunks commit with their cursor, and a worker that lost its lease commits nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone
from factories.core import LegalEntityFactory
from people import empowered

from o2c.core import verbs
from o2c.core.access.models import User
from o2c.core.audit import services as audit
from o2c.core.audit.models import AuditEvent
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.jobs import kinds, leases, services
from o2c.core.jobs.models import Job, JobState
from o2c.core.jobs.progress import NotOurs, Progress, job

pytestmark = pytest.mark.django_db


@verbs.verb("tests.count_rows")
def count_rows(entity: LegalEntity, *, actor: User, refuse: str = "") -> None:
    audit.record("rows.counted", entity, actor=actor)
    if refuse:
        raise Conflict(refuse)


@pytest.fixture(autouse=True)
def known_kind() -> Iterator[None]:
    kinds.kind("tests.count", "Counting")
    yield
    del kinds.KINDS["tests.count"]


@pytest.fixture
def queued() -> Job:
    return services.request("tests.count", key="all", actor=empowered("tests.count_rows"), entity=LegalEntityFactory())


def stored(of: Job) -> Job:
    return Job.objects.get(pk=of.pk)


def test_a_run_leaves_a_finished_row_with_its_result(queued: Job) -> None:
    with job(queued.pk) as j:
        j.total(3)
        j.advance(2, cursor={"after": 2}, findings=1)
        j.advance(1)
        j.result["rows"] = 3

    now = stored(queued)
    assert (now.state, now.processed, now.total, now.findings, now.percent) == (JobState.DONE, 3, 3, 1, 100)
    assert (now.result, now.cursor, now.lease) == ({"rows": 3}, {"after": 2}, None)
    assert now.started_at <= now.finished_at  # type: ignore[operator]


def test_asking_twice_gives_the_live_job_and_the_database_allows_no_second(queued: Job) -> None:
    assert services.request("tests.count", key="all", actor=queued.requested_by) == queued

    with pytest.raises(IntegrityError, match="job_once_at_a_time"), transaction.atomic():
        Job.objects.create(kind="tests.count", key="all", requested_by=queued.requested_by)


def test_a_second_message_for_the_same_job_does_nothing(queued: Job) -> None:
    with job(queued.pk), pytest.raises(NotOurs), job(queued.pk):
        pytest.fail("the second worker must not get in")
    with pytest.raises(NotOurs), job(queued.pk):
        pytest.fail("a finished job must not run again")

    assert stored(queued).takes == 1


def test_chunk_effect_and_cursor_commit_together(queued: Job) -> None:
    def run() -> None:
        with job(queued.pk) as j:
            with j.chunk(10, cursor={"after": 10}):
                count_rows(queued.entity, actor=j.actor)
            with j.chunk(10, cursor={"after": 20}):
                raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        run()

    now = stored(queued)
    assert (now.state, now.processed, now.cursor) == (JobState.FAILED, 10, {"after": 10})
    assert now.error == "RuntimeError: boom"
    assert AuditEvent.objects.count() == 1


def test_a_worker_that_lost_its_lease_commits_nothing(queued: Job) -> None:
    with job(queued.pk) as j:
        Job.objects.filter(pk=queued.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        assert leases.sweep() == [queued.pk]
        with j.chunk(10, cursor={"after": 10}):
            count_rows(queued.entity, actor=j.actor)

    now = stored(queued)
    assert (now.state, now.processed, now.cursor) == (JobState.QUEUED, 0, {})
    assert not AuditEvent.objects.exists()


def test_two_verbs_in_one_chunk_are_a_mistake_of_ours(queued: Job) -> None:
    def run() -> None:
        with job(queued.pk) as j, j.chunk(1):
            count_rows(queued.entity, actor=j.actor)
            count_rows(queued.entity, actor=j.actor)

    with pytest.raises(RuntimeError, match="two verbs in one chunk"):
        run()

    assert AuditEvent.objects.count() == 1


def test_a_job_that_is_asked_to_stop_stops_between_chunks(queued: Job) -> None:
    done: list[int] = []
    with job(queued.pk) as j:
        for number in range(5):
            with j.chunk(1, cursor={"after": number}):
                done.append(number)
            if number == 1:
                Job.objects.filter(pk=queued.pk).update(cancel_requested=True)
        pytest.fail("it went on")

    now = stored(queued)
    assert (now.state, now.processed, done) == (JobState.CANCELLED, 2, [0, 1])


def test_cancelling_a_queued_job_ends_it_at_once(queued: Job) -> None:
    actor = empowered("core.cancel_job", name="Boss")
    Job.objects.filter(pk=queued.pk).update(requested_by=actor)

    services.cancel_job(queued.pk, actor=actor)

    assert stored(queued).state == JobState.CANCELLED
    with pytest.raises(NotOurs), job(queued.pk):
        pytest.fail("a cancelled job must not run")
    with pytest.raises(Conflict) as refusal:
        services.cancel_job(queued.pk, actor=actor)
    assert refusal.value.code == "job_not_live"


def test_nobody_cancels_a_job_outside_their_reach(queued: Job) -> None:
    with pytest.raises(Conflict) as refusal:
        services.cancel_job(queued.pk, actor=empowered("core.cancel_job", name="Elsewhere"))

    assert refusal.value.code == "gone_or_out_of_reach"
    assert stored(queued).state == JobState.QUEUED


def test_a_refusal_of_a_rule_fails_the_job_with_its_sentence(queued: Job) -> None:
    with job(queued.pk):
        raise BusinessError("night_unknown_step", step="x", steps=["y"])

    now = stored(queued)
    assert (now.state, now.error) == (JobState.FAILED, "There is no step “x” in the night: choose one of y.")


@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), Conflict("busy_elsewhere")])
def test_what_passes_is_tried_again_later(queued: Job, error: Exception) -> None:
    with job(queued.pk):
        raise error

    now = stored(queued)
    assert (now.state, now.lease) == (JobState.QUEUED, None)
    assert now.lease_until > timezone.now()
    assert leases.sweep() == []


def test_a_job_that_kills_every_worker_is_given_up(queued: Job) -> None:
    for _ in range(leases.MOST_TAKES):
        leases.take(queued.pk)
        Job.objects.filter(pk=queued.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        leases.sweep()

    now = stored(queued)
    assert (now.state, now.takes, now.error) == (JobState.FAILED, 10, "given up")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"state": "running"}, "job_running_has_a_lease"),
        ({"state": "done"}, "job_finished_is_dated"),
        ({"state": "lost"}, "job_state_known|job_finished_is_dated"),
    ],
)
def test_the_database_refuses_impossible_rows(queued: Job, change: dict[str, str], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Job.objects.filter(pk=queued.pk).update(**change)


def test_progress_of_an_unclaimed_job_is_refused(queued: Job) -> None:
    with pytest.raises(leases.LeaseLost):
        Progress(queued).advance(1)

    assert stored(queued).processed == 0
