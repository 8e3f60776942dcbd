"""kill -9 of a real worker in the middle of a chunk: a new one goes on and ends in the same state."""

from datetime import date
from pathlib import Path

import pytest
from factories.core import LegalEntityFactory
from night_steps import CHUNKS, empty_plan, plan_chunks
from worker import celery_worker, kill, wait_until

from o2c.core.access.models import Role
from o2c.core.access.queries import the_night
from o2c.core.audit.models import AuditEvent
from o2c.core.jobs import leases, services
from o2c.core.jobs.models import Job, JobState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
DAY = date(2026, 3, 1)


def chunks() -> list[int]:
    return [event.after["number"] for event in AuditEvent.objects.filter(action="chunk.worked").order_by("at", "seq")]


def test_a_killed_night_ends_as_if_nothing_had_happened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KILL_FOLDER", str(tmp_path))
    Role.objects.filter(code="system").update(permissions=["core.open_night", "tests.work_chunk"])
    with empty_plan():
        plan_chunks()
        services.open_night(DAY, [LegalEntityFactory(code="FR01").pk], actor=the_night())
    job = Job.objects.get(kind="t.chunks")

    with celery_worker("night_worker", tmp_path, JOB_LEASE_SECONDS="2") as first:
        wait_until((tmp_path / "reached").exists, "the middle of the third chunk")
        kill(first)
    job.refresh_from_db()
    assert (job.state, job.processed, job.cursor, chunks()) == (JobState.RUNNING, 2, {"number": 2}, [1, 2])

    with empty_plan():
        plan_chunks()
        wait_until(lambda: leases.sweep() == [job.pk], "the lease to run out")
    with celery_worker("night_worker", tmp_path, JOB_LEASE_SECONDS="60"):
        wait_until(lambda: Job.objects.filter(kind="t.after", state=JobState.DONE).exists(), "the end of the night")

    job.refresh_from_db()
    assert chunks() == [*range(1, CHUNKS + 1), 100]
    assert (job.state, job.processed, job.takes) == (JobState.DONE, CHUNKS, 2)
    assert job.result == {"chunks": CHUNKS}
    assert Job.objects.count() == 2
