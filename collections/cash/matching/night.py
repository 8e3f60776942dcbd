"""Matching as a step of the night."""

from typing import Any, cast

from o2c.collections.cash.matching.run import match_entity
from o2c.collections.cash.remittances.models import RemittanceAdvice
from o2c.core.access.queries import the_night
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.progress import Progress


def on_advice_stored(advice_id: int, data: dict[str, Any]) -> None:
    """An advice came: what waits of its entity is tried again."""
    entity = RemittanceAdvice.objects.select_related("entity").get(pk=advice_id).entity
    match_entity(entity, on=local_today(entity), actor=the_night())


def match_waiting(j: Progress) -> None:
    """Everything that waits of the entity: proposed again, the certain ones booked. Repeated, it changes nothing."""
    entity = cast(LegalEntity, j.job.entity)
    match_entity(entity, on=j.job.day or local_today(entity), actor=j.actor, progress=j)
