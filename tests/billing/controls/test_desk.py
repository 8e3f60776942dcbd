"""Exceptions wait in the one queue of work: together until taken, then on the desk of who took them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories.accounts import CampaignFactory
from people import person

from o2c.accounts.campaigns.models import Campaign
from o2c.billing.controls.models import BillingException
from o2c.billing.controls.services import assign_exception, resolve_exception, run_control
from o2c.billing.spend.models import SpendRecord
from o2c.core.access.models import User
from o2c.core.work.models import LIVE, Task

pytestmark = pytest.mark.django_db
DAY = date(2025, 4, 10)


@pytest.fixture
def actor() -> User:
    return person("finance")


@pytest.fixture
def campaign(actor: User) -> Campaign:
    """One that spent yesterday and bills to no account."""
    made: Campaign = CampaignFactory(ext_id="cmp")
    SpendRecord.objects.create(
        source="adserver", ext_id="1", campaign=made, service_date=DAY - timedelta(days=1), units=1, amount=Decimal(100),
        currency=made.currency, recorded_by=actor,
    )  # fmt: skip
    return made


def live() -> list[tuple[str, str | None, str | None]]:
    tasks = Task.objects.filter(LIVE).select_related("queue", "owner").order_by("kind")
    return [(task.kind, task.queue.code if task.queue else None, task.owner.name if task.owner else None) for task in tasks]


def test_what_nobody_took_waits_in_the_queue_of_its_team_once(campaign: Campaign, actor: User) -> None:
    run_control("BC-01", day=DAY, actor=actor)
    run_control("BC-01", day=DAY, actor=actor)

    assert live() == [("billing.control", "clerk", None)]
    assert "BC-01" in Task.objects.get().title


def test_a_taken_exception_lies_on_its_owners_desk_until_it_is_resolved(campaign: Campaign, actor: User) -> None:
    run_control("BC-01", day=DAY, actor=actor)
    exception, clerk = BillingException.objects.get(), person("clerk")

    assign_exception(exception.pk, owner=clerk, actor=actor)
    assert ("billing.exception", None, clerk.name) in live()

    resolve_exception(exception.pk, reason="linked", actor=actor)
    assert not [kind for kind, _queue, _owner in live() if kind == "billing.exception"]


def test_a_gone_cause_clears_desk_and_queue(campaign: Campaign, actor: User) -> None:
    run_control("BC-01", day=DAY, actor=actor)
    assign_exception(BillingException.objects.get().pk, owner=person("clerk"), actor=actor)
    run_control("BC-01", day=DAY, actor=actor)
    assert [kind for kind, _queue, _owner in live()] == ["billing.exception"]

    Campaign.objects.filter(pk=campaign.pk).update(is_test=True, test_budget=1, test_ends_on=DAY)
    run_control("BC-01", day=DAY, actor=actor)

    assert BillingException.objects.get().state == "auto_closed"
    assert live() == []
