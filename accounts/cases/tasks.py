"""Celery entry points of this room."""

from celery import shared_task

from o2c.accounts.cases.services.letters import make_answer_letter
from o2c.accounts.cases.services.talking import ANSWER_LETTER
from o2c.core.jobs.progress import job


@shared_task(name=ANSWER_LETTER, acks_late=True)
def answer_letter(job_id: int) -> None:
    with job(job_id) as j:
        make_answer_letter(j)
