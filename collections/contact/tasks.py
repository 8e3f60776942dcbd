"""Celery entry points of the statements of account."""

from celery import shared_task

from o2c.collections.contact.services import STATEMENT, make_statement
from o2c.core.jobs.progress import job


@shared_task(name=STATEMENT, acks_late=True)
def make(job_id: int) -> None:
    with job(job_id) as j:
        make_statement(j)
