"""What is not billed yet and why, before any run: the judgement of the next run, asked without making one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from o2c.billing.invoicing.open_spend import JUDGED
from o2c.billing.spend.models import SpendRecord
from o2c.billing.spend.queries import spend
from o2c.core.access.models import User
from o2c.core.money import Money

ASKED = JUDGED % {"today": "%s", "until": "%s"}
READY = "ready"


@dataclass(frozen=True, slots=True)
class Unbilled:
    """The open spend of one reason and currency; `ready` is what the next run would bill."""

    reason: str
    campaigns: int
    records: int
    amount: Money


def by_reason(actor: User, today: date, until: date) -> list[Unbilled]:
    """Spend before `until` that no invoice bills, the largest amount first; within the reach of the actor, in one statement."""
    reach, values = _open(actor, until).order_by().values("pk").query.sql_with_params()
    statement = f"""
        SELECT coalesce(nullif(j.reason, ''), '{READY}'), j.currency, count(DISTINCT j.campaign_id), count(*), sum(j.amount)
        FROM ({ASKED}) j WHERE j.spend_id IN ({reach}) GROUP BY 1, 2 ORDER BY sum(j.amount) DESC, 1, 2
    """  # noqa: S608  (our own constants)
    with connection.cursor() as cursor:
        cursor.execute(statement, [today, until, *values])
        return [
            Unbilled(reason, campaigns, records, Money(Decimal(total), currency)) for reason, currency, campaigns, records, total in cursor
        ]


def rows(actor: User, today: date, until: date, reason: str = "") -> QuerySet[SpendRecord]:
    """The records of one reason, or of all."""
    found = _open(actor, until)
    if not reason:
        return found
    given: list[Any] = [today, until, "" if reason == READY else reason]
    return found.filter(pk__in=RawSQL(f"SELECT spend_id FROM ({ASKED}) j WHERE reason = %s", given))  # noqa: S608, S611


def _open(actor: User, until: date) -> QuerySet[SpendRecord]:
    return spend(actor).filter(service_date__lt=until, billing=None, corrected_by=None)
