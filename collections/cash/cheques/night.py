"""What the night does with cheques: finds deposits on the statements, and clears what no bank gave back in time."""

from datetime import date, timedelta

from o2c.collections.cash.cheques import queries
from o2c.collections.cash.cheques.models import Cheque, DepositSlip
from o2c.collections.cash.cheques.rules import shown_by
from o2c.collections.cash.cheques.services import clear_cheques, credit_slip
from o2c.collections.cash.statements.models import StatementLine
from o2c.core.clock import local_today
from o2c.core.entities.calendars import add_working_days
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.progress import Progress
from o2c.core.limits.queries import limit

CHUNK = 200


def find_deposits(j: Progress) -> None:
    """Step of an entity: each banked slip whose total one open credit shows is credited by it."""
    entity = j.job.entity
    assert entity is not None  # noqa: S101  (a step per entity)
    deposits = queries.deposits_under_way(entity)
    if not deposits:
        return
    credits_ = queries.unexplained_credits(entity, {each.account_id for each in deposits}, min(each.day for each in deposits))
    for slip_id, line_id in shown_by(deposits, credits_):
        with j.chunk(1):
            credit_slip(slip_id, line=StatementLine.objects.get(pk=line_id), actor=j.actor)
        j.advance(1)


def clear(j: Progress) -> None:
    """Step of an entity: cheques whose slip was credited long enough ago are cleared."""
    entity = j.job.entity
    assert entity is not None  # noqa: S101  (a step per entity)
    while rows := _ripe(entity, j.job.day or local_today(entity)):
        with j.chunk(len(rows)):
            clear_cheques(rows, actor=j.actor)
        j.advance(len(rows))


def _ripe(entity: LegalEntity, today: date) -> list[int]:
    days = int(limit("cheque_clearing", on=today, entity=entity) or 0)
    slips = DepositSlip.objects.filter(entity=entity, state="credited", credited_by__booked_on__lte=today - timedelta(days=days))
    slips = slips.filter(cheques__state="banked").select_related("credited_by").distinct()
    ripe = [slip.pk for slip in slips if slip.credited_by and add_working_days(entity.calendar, slip.credited_by.booked_on, days) <= today]
    return list(Cheque.objects.filter(slip__in=ripe, state="banked").order_by("pk").values_list("pk", flat=True)[:CHUNK])
