"""Celery entry points of the alerts room."""

from celery import shared_task

from o2c.compliance.alerts.evidence import make_pack
from o2c.compliance.alerts.runs import help_with, screen_all, screen_delta
from o2c.compliance.alerts.services.escalation import EVIDENCE_PACK
from o2c.compliance.alerts.services.screening import SCREEN_ALL, SCREEN_DELTA, SCREEN_PARTS
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


@shared_task(name=SCREEN_DELTA, acks_late=True)
def screen_changed_parties(job_id: int) -> None:
    with job(job_id) as j:
        screen_delta(j.arguments["version"], local_today(), j, actor=j.actor)


@shared_task(name=SCREEN_PARTS, acks_late=True)
def screen_parts(job_id: int) -> None:
    with job(job_id) as j:
        help_with(j.arguments["run"], j, actor=j.actor)
