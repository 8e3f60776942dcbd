"""The ageing snapshot as a step of the night."""

from typing import cast

from o2c.collections.insights.services import take_snapshots
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.progress import Progress


def take(j: Progress) -> None:
    """All customers of the entity in one statement per currency; repeated, it computes the same day again."""
    entity = cast(LegalEntity, j.job.entity)
    j.advance(take_snapshots(entity, j.job.day or local_today(entity), actor=j.actor))
