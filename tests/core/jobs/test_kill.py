"""kill -9 of a real worker in the middle of a chunk: a new one goes on and ends in the same state."""

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from factories.core import LegalEntityFactory
from night_steps import CHUNKS, empty_plan, plan_chunks
from worker import celery_worker, kill, wait_until

from o2c.core.access.models import Role
from o2c.core.access.queries import the_night
from o2c.core.audit.models import AuditEvent
from o2c.core.jobs import kinds, leases, services
from o2c.core.jobs.models import Job, JobState
from o2c.core.jobs.progress import job

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
    run = Job.objects.get(kind="t.chunks")

    with celery_worker("night_worker", tmp_path, JOB_LEASE_SECONDS="2") as first:
        wait_until((tmp_path / "reached").exists, "the middle of the third chunk")
        kill(first)
    run.refresh_from_db()
    assert (run.state, run.processed, run.cursor, chunks()) == (JobState.RUNNING, 2, {"number": 2}, [1, 2])

    with empty_plan():
        plan_chunks()
        wait_until(lambda: leases.sweep() == [run.pk], "the lease to run out")
    with celery_worker("night_worker", tmp_path, JOB_LEASE_SECONDS="60"):
        wait_until(lambda: Job.objects.filter(kind="t.after", state=JobState.DONE).exists(), "the end of the night")

    run.refresh_from_db()
    assert chunks() == [*range(1, CHUNKS + 1), 100]
    assert (run.state, run.processed, run.takes) == (JobState.DONE, CHUNKS, 2)
    assert run.result == {"chunks": CHUNKS}
    assert Job.objects.count() == 2


def test_a_long_statement_is_not_a_dead_worker(settings: Any) -> None:
    settings.JOB_LEASE_SECONDS = 1
    with empty_plan():
        kinds.kind("tests.long", "Long")
        queued = services.request("tests.long", key="x", actor=the_night())

        with job(queued.pk) as j:
            time.sleep(1.5)
            assert leases.sweep() == []
            j.advance(1)

    queued.refresh_from_db()
    assert (queued.state, queued.processed, queued.takes) == (JobState.DONE, 1, 1)
