"""Celery entry points of documents."""

from celery import shared_task

from o2c.billing.documents.services.delivery import follow_deliveries
from o2c.billing.documents.services.posting import RENDER
from o2c.billing.documents.services.rendering import render_documents
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.jobs.progress import job


@shared_task(name=RENDER, acks_late=True)
def render(job_id: int) -> None:
    with job(job_id) as j:
        render_documents(j)


@shared_task(name="billing.follow_deliveries")
def follow() -> None:
    with through("job", request_id="deliveries"):
        follow_deliveries(actor=the_night())
