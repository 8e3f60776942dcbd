"""Celery entry points of this room."""

from celery import shared_task

from o2c.core.jobs.progress import job
from o2c.core.retention import running
from o2c.core.retention.services import COUNTING


@shared_task(name=COUNTING, acks_late=True)
def count_retention(job_id: int) -> None:
    with job(job_id) as j:
        running.count(j)
