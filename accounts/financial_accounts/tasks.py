"""Celery entry points of this room."""

from celery import shared_task

from o2c.accounts.financial_accounts import feed_job
from o2c.core.jobs.progress import job


@shared_task(name="accounts.campaign_feed", acks_late=True)
def campaign_feed(job_id: int) -> None:
    with job(job_id) as j:
        feed_job.settle(j)
