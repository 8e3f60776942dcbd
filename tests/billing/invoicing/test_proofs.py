"""The proofs see what a rule can no longer prevent: a row that somebody changed behind the triggers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from factories.billing import billable
from factories.invoicing import billed, running, spent

from o2c.billing.invoicing.models import BillingRun
from o2c.billing.invoicing.proofs import runs_are_complete, spend_billed_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
DAY = date(2026, 3, 10)


@pytest.fixture
def run() -> Iterator[BillingRun]:
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=False):
        account = billable()
        campaign = running(account)
        spent(campaign, "10.00", date(2026, 1, 5), key="a")
        billed(account.entity, date(2026, 1, 1))
        spent(campaign, "15.00", date(2026, 1, 5), key="b", corrects="a")
        spent(campaign, "4.00", key="c")
        yield billed(account.entity)


def behind_the_triggers(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def codes() -> set[str]:
    return {bad.why for prove in (spend_billed_once, runs_are_complete) for bad in prove(DAY)}


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        ("SELECT 1", set()),
        ("UPDATE billing_spendbilling SET amount = 15 WHERE amount = 5", {"spend_billed_other", "spend_off_line"}),
        ("DELETE FROM billing_spendbilling WHERE amount = 4", {"run_billed_without_trace"}),
        ("UPDATE billing_runitem SET amount = amount + 1 WHERE amount = 4", {"run_out_of_balance"}),
        ("DELETE FROM billing_runspend WHERE amount = 4", {"run_out_of_balance"}),
    ],
)
def test_what_is_broken_is_found(run: BillingRun, broken: str, found: set[str]) -> None:
    behind_the_triggers(broken)

    assert codes() == found
