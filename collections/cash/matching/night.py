"""Matching as a step of the night."""

from typing import cast

from o2c.collections.cash.matching.run import match_entity
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.progress import Progress


def match_waiting(j: Progress) -> None:
    """Everything that waits of the entity: proposed again, the certain ones booked. Repeated, it changes nothing."""
    entity = cast(LegalEntity, j.job.entity)
    match_entity(entity, on=j.job.day or local_today(entity), actor=j.actor, progress=j)
