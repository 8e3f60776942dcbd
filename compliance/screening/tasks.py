"""Celery entry points of the screening room."""

from celery import shared_task

from o2c.compliance.screening.configuration import effect_of
from o2c.compliance.screening.models import ScreeningConfig
from o2c.compliance.screening.services import keep_config_effect
from o2c.compliance.screening.services.configuring import MEASURE
from o2c.core.jobs.progress import job


@shared_task(name=MEASURE, acks_late=True)
def measure_config(job_id: int) -> None:
    with job(job_id) as j:
        proposed = ScreeningConfig.objects.get(pk=j.arguments["config"])
        keep_config_effect(proposed.pk, effect_of(proposed), actor=j.actor)
