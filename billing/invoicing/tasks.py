"""Celery entry points of this room."""

from celery import shared_task

from o2c.billing.invoicing import running
from o2c.billing.invoicing.services import POSTING, PROPOSING
from o2c.core.jobs.progress import job


@shared_task(name=PROPOSING, acks_late=True)
def propose_run(job_id: int) -> None:
    with job(job_id) as j:
        running.propose(j)


@shared_task(name=POSTING, acks_late=True)
def post_run(job_id: int) -> None:
    with job(job_id) as j:
        running.post(j)
