"""The steps of the night over master data: verdicts kept, names taken over, duplicates proposed, rules asked, amounts told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from factories import accounts as make
from factories.billing import open_months, posted
from factories.core import LegalEntityFactory
from people import master_of, person

from o2c.accounts.customers import night as customers_night
from o2c.accounts.customers.models import Customer, Readiness
from o2c.accounts.customers.services import dated
from o2c.accounts.quality import night
from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.models import MergeProposal, OpenAmount, QualityScore
from o2c.billing.ledger import exposure
from o2c.core.access.queries import the_night
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.models import Job, JobState
from o2c.core.jobs.progress import Progress, job

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture
def entity() -> LegalEntity:
    return LegalEntityFactory(code="FR01")


def at_night(step: Callable[[Progress], None]) -> Job:
    """Run a step as the worker does, on the job of that day."""
    person("system")
    queued = Job.objects.create(kind="core.run_bulk", key=step.__name__, requested_by=the_night(), day=DAY)
    with job(queued.pk) as j:
        step(j)
    queued.refresh_from_db()
    assert queued.state == JobState.DONE, queued.error
    return queued


def test_a_night_over_master_data(entity: LegalEntity) -> None:
    for name in ("Kranich Möbelhaus GmbH", "Kranich Möbel-Haus GmbH", "Somebody else AG"):
        make.CustomerFactory(entity=entity, legal_name=name)

    at_night(customers_night.keep_verdicts)
    found = at_night(night.look_for_duplicates)
    at_night(night.ask_every_rule)

    assert Readiness.objects.filter(is_ready=False, valid_from=DAY).count() == 3
    assert found.result["pairs"] == 1
    assert MergeProposal.objects.get().evidence == ["same_name"]
    assert QualityScore.objects.filter(rule__code="duplicate", day=DAY).get().failing == 1
    assert set(QualityScore.objects.values_list("rule__code", flat=True)) <= set(CHECKS)


def test_the_same_night_again_adds_nothing(entity: LegalEntity) -> None:
    make.CustomerFactory(entity=entity)
    for _time in range(2):
        at_night(customers_night.keep_verdicts)
        at_night(night.look_for_duplicates)
        at_night(night.ask_every_rule)

    assert Readiness.objects.count() == 1
    assert QualityScore.objects.values("rule", "day", "country").distinct().count() == QualityScore.objects.count()


def test_a_tier_of_that_day_is_taken_over(entity: LegalEntity) -> None:
    customer = make.CustomerFactory(entity=entity)
    with time_machine.travel("2026-03-01 12:00"):
        dated.set_tier(customer.pk, tier="key", valid_from=DAY, actor=master_of("accounts"))

    at_night(customers_night.take_over_names_and_tiers)

    assert Customer.objects.get().tier == "key"


def test_what_customers_owe_is_told_and_forgotten_when_it_is_settled(entity: LegalEntity) -> None:
    account = make.FinancialAccountFactory(entity=entity, opened_on=make.START)
    open_months(entity)
    posted(account, "1200.50", date(2026, 1, 10), reference="INV-1")
    gone = make.CustomerFactory(entity=entity)
    OpenAmount.objects.create(customer=gone, currency="EUR", amount=7, as_of=date(2026, 3, 9))

    at_night(exposure.tell)

    told = OpenAmount.objects.values_list("customer", "currency", "amount", "as_of")
    assert list(told) == [(account.customer_id, "EUR", Decimal("1200.5000"), DAY)]
