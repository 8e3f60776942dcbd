"""Matching by itself: as a step of the night, and as soon as entries or an advice came."""

from typing import Any, cast

from o2c.collections.cash.coding.services import code_by_rule
from o2c.collections.cash.matching.run import match_entity
from o2c.collections.cash.remittances.models import RemittanceAdvice
from o2c.collections.cash.statements.models import BankStatement
from o2c.core.access.queries import the_night
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.progress import Progress


def on_advice_stored(advice_id: int, data: dict[str, Any]) -> None:
    """An advice came: what waits of its entity is tried again."""
    entity = RemittanceAdvice.objects.select_related("entity").get(pk=advice_id).entity
    match_entity(entity, on=local_today(entity), actor=the_night())


def on_file_imported(file_id: int, data: dict[str, Any]) -> None:
    """Entries came: those that are no payment are coded, and what waits of each entity is matched. Repeated, it changes nothing."""
    statements = BankStatement.objects.filter(file=file_id, new_entries__gt=0)
    for account_id in statements.order_by("account").values_list("account", flat=True).distinct():
        code_by_rule(account_id, actor=the_night())
    for entity in LegalEntity.objects.filter(pk__in=statements.values("entity")).order_by("pk"):
        match_entity(entity, on=local_today(entity), actor=the_night())


def match_waiting(j: Progress) -> None:
    """Everything that waits of the entity: proposed again, the certain ones booked. Repeated, it changes nothing."""
    entity = cast(LegalEntity, j.job.entity)
    match_entity(entity, on=j.job.day or local_today(entity), actor=j.actor, progress=j)
