"""Who has a job in hand. Every change is one conditional update, so that two workers cannot both believe it is theirs.

Bookkeeping of the machine, not verbs: nobody decides anything here.
"""

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from o2c.celery import app
from o2c.core.jobs.kinds import KINDS
from o2c.core.jobs.models import LIVE, PATIENCE, Job, JobState
from o2c.core.jobs.rules import MOST_TAKES

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker has taken the job over: what this one was about to commit must not be."""


def lease_end() -> Any:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def take(job_id: int) -> Job | None:
    """Claim a queued job for this worker; None when it is not queued (done, cancelled, or somebody has it)."""
    mine = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        lease=uuid.uuid4(),
        lease_until=lease_end(),
        takes=F("takes") + 1,
        started_at=Coalesce("started_at", Now()),
    )
    return Job.objects.select_related("entity", "requested_by").get(pk=job_id) if mine else None


def hold(job: Job, **changes: Any) -> None:
    """Write progress and renew the lease. Raises LeaseLost when the job is no longer this worker's."""
    mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
    if not mine.update(lease_until=lease_end(), **changes):
        raise LeaseLost(f"job {job.pk}")


@contextmanager
def kept_alive(job: Job) -> Iterator[None]:
    """Renew the lease from a second thread while the body runs, so that one long statement does not look like a dead worker."""
    ended = Event()
    beating = Thread(target=_beat, args=(job, ended), daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()


def _beat(job: Job, ended: Event) -> None:
    """Three times per lease, until the body has ended or the job is no longer this worker's."""
    while not ended.wait(settings.JOB_LEASE_SECONDS / 3):
        try:
            mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
            if not mine.update(lease_until=lease_end()):
                return
        except OperationalError:
            logger.warning("the lease of job %s could not be renewed", job.pk)
        finally:
            connection.close()


def finish(job: Job, state: JobState, *, result: dict[str, Any] | None = None, error: str = "") -> None:
    """The end of a run, if it is still this worker's. Raises LeaseLost otherwise."""
    hold(job, state=state, result=result or {}, error=error[:4000], lease=None, finished_at=timezone.now())


def put_back(job: Job, wait: timedelta, error: str) -> None:
    """Something that passes stood in the way: queue it again; the sweep sends it when the wait is over."""
    mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=JobState.RUNNING)
    mine.update(state=JobState.QUEUED, lease=None, lease_until=timezone.now() + wait, error=error[:4000])


def send(job: Job) -> None:
    """Hand the job to the broker."""
    app.send_task(KINDS[job.kind].task, args=[job.pk])


def sweep() -> list[int]:
    """Send again every job that nobody has in hand any more; the ids of those that were sent.

    A job that was taken ten times and never came to an end is given up: it would kill the next worker too.
    """
    sent = []
    for job in Job.objects.filter(state__in=LIVE, lease_until__lt=timezone.now()).order_by("lease_until", "pk"):
        unchanged = Job.objects.filter(pk=job.pk, state=job.state, lease=job.lease, lease_until=job.lease_until)
        if job.takes >= MOST_TAKES or job.kind not in KINDS:
            unchanged.update(state=JobState.FAILED, lease=None, finished_at=timezone.now(), error=job.error or "given up")
        elif unchanged.update(state=JobState.QUEUED, lease=None, lease_until=timezone.now() + PATIENCE):
            send(job)
            sent.append(job.pk)
    return sent
