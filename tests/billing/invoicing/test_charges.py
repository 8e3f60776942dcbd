"""Fees, minimum amounts and rebates of a contract on the invoices of runs: once a month, right to the cent, without touching the spend."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from factories.accounts import ConditionFactory, ContractFactory
from factories.billing import billable
from factories.invoicing import MONTH, approved, billed, proposed, running, spent, worked
from people import person

from o2c.accounts.contracts.models import Condition
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.documents.models import Document
from o2c.billing.invoicing.models import BillingRun, RunCharge, RunDocument
from o2c.billing.invoicing.proofs import runs_are_complete, spend_billed_once
from o2c.billing.invoicing.services import POSTING, discard_run
from o2c.billing.invoicing.services.deciding import issued
from o2c.core.dates import add_months
from o2c.core.money import Money

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
D = Decimal


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def account() -> FinancialAccount:
    return billable()


def agreed(account: FinancialAccount, **conditions: str) -> list[Condition]:
    """What the customer's contract says: `fee="50"`."""
    contract = ContractFactory(customer=account.customer, entity=account.entity, currency="EUR", state="active")
    return [ConditionFactory(contract=contract, kind=kind, product="", value=D(value)) for kind, value in conditions.items()]


def lines_of(run: BillingRun) -> list[tuple[str, Decimal]]:
    documents = Document.objects.filter(run_document__run=run).order_by("pk")
    return [(line.description, line.net) for document in documents for line in document.lines.order_by("position")]


def test_each_stands_on_the_invoice_below_its_spend(account: FinancialAccount) -> None:
    agreed(account, fee="49.90", minimum="500", rebate="2.5", discount="10")
    spent(running(account, name="Spring"), "100.10")

    run = proposed(account.entity)
    assert issued(run) == Money(D("100.10") + D("49.90") + D("399.90") - D("2.25"), "EUR")  # the discount is asked of the lines
    run = worked(approved(run), POSTING)

    assert lines_of(run) == [
        ("Spring", D("100.10")),
        ("Discount of 10 % on Spring", D("-10.01")),
        ("Fee for 2026-02", D("49.90")),
        ("Up to the minimum of 500 for 2026-02", D("399.90")),
        ("Rebate of 2.5 %, 2026-02", D("-2.25")),  # of 90.09
    ]
    assert [*spend_billed_once(MONTH), *runs_are_complete(MONTH)] == []
    assert set(RunCharge.objects.values_list("is_issued", flat=True)) == {True}


def test_spend_above_the_minimum_leaves_nothing_to_charge(account: FinancialAccount) -> None:
    agreed(account, minimum="500")
    spent(running(account, name="Spring"), "500.00")
    assert lines_of(billed(account.entity)) == [("Spring", D("500.00"))]


def test_what_is_held_counts_for_the_minimum_because_it_will_be_billed(account: FinancialAccount) -> None:
    agreed(account, minimum="500")
    spent(running(account, name="Spring"), "100.00")
    spent(running(account, name="Dollars", currency="USD"), "1000.00")
    unlinked = running(None, advertiser=account.customer, name="Nowhere")
    spent(unlinked, "300.00")
    run = proposed(account.entity)
    charge = RunCharge.objects.get(run=run)
    assert charge.amount == D(500) - charge.base
    assert charge.base == sum(item.amount for item in run.items.filter(currency="EUR", customer=account.customer))


def test_a_month_without_spend_is_charged_on_an_invoice_of_its_own(account: FinancialAccount) -> None:
    agreed(account, fee="50", minimum="500")
    assert lines_of(billed(account.entity)) == [("Fee for 2026-02", D(50)), ("Up to the minimum of 500 for 2026-02", D(500))]


def test_a_month_is_charged_once_however_often_it_is_billed(account: FinancialAccount) -> None:
    (fee, _rebate) = agreed(account, fee="50", rebate="10")
    campaign = running(account, name="Spring")
    spent(campaign, "100.00")
    discard_run(proposed(account.entity).pk, reason="too early", actor=person("finance"))
    billed(account.entity)
    spent(campaign, "10.00", date(2026, 2, 20))

    assert lines_of(billed(account.entity)) == [("Spring", D(10)), ("Rebate of 10 %, 2026-02", D(-1))]
    charge = RunCharge.objects.get(condition=fee, is_issued=True)
    with pytest.raises(IntegrityError, match="runcharge_once_a_month"), transaction.atomic():
        RunCharge.objects.create(
            run=charge.run, document=RunDocument.objects.latest("pk"), condition=fee, month=charge.month, base=0, amount=50, currency="EUR",
            is_issued=True,
        )  # fmt: skip


def test_what_was_held_is_charged_by_the_next_run(account: FinancialAccount) -> None:
    (fee,) = agreed(account, fee="50")
    spent(running(account, name="Spring"), "100.00")
    spent(running(billable(entity=account.entity), name="Other"), "5.00")
    run = approved(proposed(account.entity))
    FinancialAccount.objects.filter(pk=account.pk).update(state="on_hold")
    worked(run, POSTING)
    assert not RunCharge.objects.get(condition=fee).is_issued
    FinancialAccount.objects.filter(pk=account.pk).update(state="active")
    with time_machine.travel(datetime(2026, 4, 10, 9, tzinfo=UTC), tick=False):
        said = lines_of(billed(account.entity, add_months(MONTH, 1)))
    assert said == [("Spring", D(100)), ("Fee for 2026-02", D(50)), ("Fee for 2026-03", D(50))]


def test_a_product_has_its_own_rebate_and_the_rest_the_general_one(account: FinancialAccount) -> None:
    (general,) = agreed(account, rebate="1")
    ConditionFactory(contract=general.contract, kind="rebate", product="video", value=D(20))
    spent(running(account, name="Film", product="video"), "100.00")
    spent(running(account, name="Banner", product="display"), "100.00")
    said = lines_of(billed(account.entity))
    rebates = {line for line in said if "Rebate" in line[0]}
    assert rebates == {("Rebate of 1 %, 2026-02", D(-1)), ("Rebate of 20 %, 2026-02 (video)", D(-20))}
