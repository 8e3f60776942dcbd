"""The calendar of a month's end: one task per template and entity, due on its working day. Source: requirements AR-24."""

from datetime import date

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.dates import first_of_month
from o2c.core.entities.models import LegalEntity
from o2c.core.verbs import lock_one, verb
from o2c.core.work.models import Task, TaskTemplate
from o2c.core.work.rules import closing_day
from o2c.core.work.services.steps import open_task

KIND = "month_end"


@verb("core.plan_month_end")
def plan_month_end(entity_id: int, month: date, *, actor: User) -> list[Task]:
    """Put what a month's end needs into the queues; planning the same month again adds only what is missing."""
    entity = lock_one(scope(LegalEntity.objects, actor, "core.plan_month_end"), entity_id)
    planned = []
    for template in TaskTemplate.objects.exclude(closing_day=None).select_related("queue").order_by("pk"):
        key = f"{template.pk}:{entity.pk}:{first_of_month(month):%Y-%m}"
        if template.closing_day and not Task.objects.filter(kind=KIND, key=key).exists():
            planned.append(
                open_task(
                    KIND,
                    "month_end_task",
                    {"title": template.title, "month": f"{month:%m/%Y}"},
                    subject=entity,
                    key=key,
                    queue=template.queue.code,
                    due_on=closing_day(entity.calendar, month, template.closing_day),
                    text=template.text,
                    actor=actor,
                )
            )
    return planned
