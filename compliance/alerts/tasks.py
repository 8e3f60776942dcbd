"""Celery entry points of the alerts room."""

from celery import shared_task

from o2c.compliance.alerts.evidence import make_pack
from o2c.compliance.alerts.runs import screen_all
from o2c.compliance.alerts.services.escalation import EVIDENCE_PACK
from o2c.compliance.alerts.services.screening import SCREEN_ALL
from o2c.core.clock import local_today
from o2c.core.jobs.progress import job


@shared_task(name=EVIDENCE_PACK, acks_late=True)
def make_evidence_pack(job_id: int) -> None:
    with job(job_id) as j:
        make_pack(j)


@shared_task(name=SCREEN_ALL, acks_late=True)
def screen_all_customers(job_id: int) -> None:
    with job(job_id) as j:
        screen_all(local_today(), j, actor=j.actor)
