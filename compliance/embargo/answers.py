"""What an embargo answers at the gates, and the recheck when rules change or days pass."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from o2c.accounts.customers.models import Customer
from o2c.compliance.embargo import queries, services
from o2c.core.acting import running
from o2c.core.clock import local_today
from o2c.core.gates import Reason
from o2c.core.jobs.progress import Progress

CHUNK = 100


def reasons_against(question: str, customer: Customer, **facts: Any) -> list[Reason]:
    """No, while a rule of the day meets the deal and no licence covers it. A check inside a verb is kept with its effect."""
    today = local_today()
    if not queries.in_force(today):
        return []
    found = services.judge(customer, today, **facts)
    if running():
        services.keep(customer, question, today, *found)
    return [Reason("embargo_forbids", {"country": met.rule.country, "rule": met.rule.code}) for met in found[2].forbidden]


def recheck(day: date, j: Progress) -> None:
    """The run: every open account and order with a party in an embargoed country, chunk by chunk behind the cursor."""
    countries = sorted({rule.country for rule in queries.in_force(day)})
    found = 0
    for name, rows in (("accounts", queries.touched_accounts(countries, day)), ("orders", queries.touched_orders(countries, day))):
        while deals := list(rows.filter(pk__gt=j.cursor.get(name, 0))[:CHUNK]):
            with j.chunk(len(deals), cursor={**j.cursor, name: deals[-1].pk}):
                found += _checked(deals, day, j)
    j.result = {"forbidden": found}


def _checked(deals: Sequence[Model], day: date, j: Progress) -> int:
    return sum(not check.passed for check in services.recheck_embargo(deals, day, actor=j.actor))


def night_step(j: Progress) -> None:
    """Rules and licences begin and end by date, so everything open is checked every night too."""
    recheck(j.job.day or local_today(), j)
