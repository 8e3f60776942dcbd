"""Celery entry points of bank files."""

from celery import shared_task

from o2c.collections.cash.statements.importing.run import import_file
from o2c.collections.cash.statements.models import StatementFile
from o2c.collections.cash.statements.services import IMPORT
from o2c.core.jobs.progress import job


@shared_task(name=IMPORT, acks_late=True)
def import_bank_file(job_id: int) -> None:
    with job(job_id) as j:
        done = import_file(StatementFile.objects.get(pk=j.arguments["file"]), actor=j.actor, chunk=j.chunk)
        j.result["link"] = done.get_absolute_url()
