"""Celery entry points of the embargo room."""

from celery import shared_task

from o2c.compliance.embargo.answers import recheck
from o2c.compliance.embargo.services.ruling import RECHECK
from o2c.core.clock import local_today
from o2c.core.jobs.progress import job


@shared_task(name=RECHECK, acks_late=True)
def recheck_open_deals(job_id: int) -> None:
    with job(job_id) as j:
        recheck(local_today(), j)
