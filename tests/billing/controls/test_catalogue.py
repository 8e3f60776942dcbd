"""Each control finds what is wrong, and closes its finding when the cause is gone; the clean campaign beside it is never found."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories.accounts import (
    CampaignAccountFactory,
    CampaignFactory,
    ConditionFactory,
    ContractFactory,
    CustomerFactory,
    FinancialAccountFactory,
)
from factories.billing import billable_campaign, posted, spent
from factories.faults import APRIL, CASES, DAY, Scene, after_the_end_of_the_contract, dearer_than_agreed
from people import person

from o2c.accounts.customers.models import CustomerRelation
from o2c.accounts.financial_accounts.models import CampaignAccount, FinancialAccount
from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.models import BillingException
from o2c.billing.controls.queries import fix, fix_url, why
from o2c.billing.controls.services import run_control, run_controls
from o2c.billing.documents.models import Document
from o2c.compliance.freezes.models import Freeze
from o2c.core.entities.models import LegalEntity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


@pytest.mark.parametrize(("build", "found", "amount", "severity", "heals"), CASES)
def test_a_control_finds_its_cause_and_closes_with_it(
    build: Callable[[Scene], None], found: str, amount: Decimal, severity: str, heals: Callable[[Scene], object]
) -> None:
    it = Scene(billable_campaign(ext_id="bad"))
    clean = billable_campaign(ext_id="clean")
    spent(clean, DAY - timedelta(days=1))
    build(it)
    code = found[:5].upper().replace("_", "-")

    run = run_control(code, day=DAY, actor=person("finance"))

    (exception,) = BillingException.objects.filter(control=code)
    assert (exception.why, exception.amount, exception.severity, exception.state) == (found, amount, severity, "open")
    assert (run.found, run.waiting, run.amounts) == (1, 1, {"EUR": amount})
    assert why(exception)
    assert fix(exception)
    assert fix_url(exception).startswith("/")

    heals(it)
    assert run_control(code, day=DAY, actor=person("finance")).closed == 1
    exception.refresh_from_db()
    assert exception.state == "auto_closed"


def test_every_control_has_a_case() -> None:
    tried = {param.values[1][:5].upper().replace("_", "-") for param in CASES}

    assert tried == set(CONTROLS)


def test_bc_02_an_order_that_ended_31_march_with_spend_on_2_april_leaves_2_days_uncovered() -> None:
    it = Scene(billable_campaign())
    after_the_end_of_the_contract.values[0](it)

    run_control("BC-02", day=DAY, actor=person("finance"))

    exception = BillingException.objects.get()
    assert (exception.period, why(exception)) == (APRIL, "2 days of spend, 2 Apr 2025 to 2 Apr 2025, are covered by no contract.")


def test_bc_14_says_what_was_billed_too_much_and_against_what() -> None:
    it = Scene(billable_campaign())
    dearer_than_agreed.values[0](it)
    it.customer.contracts.update(number="CT-9")

    run_control("BC-14", day=DAY, actor=person("finance"))

    said = why(BillingException.objects.get())
    assert said.replace("\N{NO-BREAK SPACE}", " ") == "500 units at 1.2 instead of 1 as CT-9 says: EUR 100.00 too much."


def invoiced(account: FinancialAccount, gross: str, on: date) -> None:
    Document.objects.create(
        entry=posted(account, gross, on).entry, kind="invoice", origin="imported", number=f"OLD-{on}", entity=account.entity,
        account=account, customer=account.customer, currency=account.currency, gross=gross, document_date=on, due_date=on,
    )  # fmt: skip


@pytest.mark.parametrize(("spend", "found"), [("301", "bc_22_more"), ("300", ""), ("34", ""), ("33", "bc_22_less")])
def test_bc_22_far_from_the_usual_month(spend: str, found: str) -> None:
    it = Scene(billable_campaign())
    for month in (1, 2):
        invoiced(it.account, "100", date(2025, month, 28))
    it.spend(date(2025, 3, 15), spend)

    run_control("BC-22", day=DAY, actor=person("finance"))

    assert [exception.why for exception in BillingException.objects.all()] == ([found] if found else [])


def test_bc_19_a_freeze_reaches_down_the_group() -> None:
    it = Scene(billable_campaign())
    parent = CustomerFactory()
    CustomerRelation.objects.create(from_customer=parent, kind="parent_of", to_customer=it.customer, valid_from=APRIL)
    Freeze.objects.create(customer=parent, with_group=True, reason="listed", created_by=person("compliance_officer"))
    it.spend()

    run_control("BC-19", day=DAY, actor=person("finance"))

    assert [exception.customer for exception in BillingException.objects.all()] == [it.customer]


def test_bc_08_a_contract_of_the_advertiser_with_the_billing_entity_will_do() -> None:
    agency = FinancialAccountFactory()
    it = Scene(CampaignFactory(currency="EUR"))
    CampaignAccountFactory(campaign=it.campaign, account=agency)
    ContractFactory(customer=agency.customer)
    ContractFactory(customer=it.customer, entity=agency.entity)
    it.spend()

    assert run_control("BC-08", day=DAY, actor=person("finance")).found == 0


@pytest.mark.parametrize(("product", "percent", "found"), [("", 15, 0), ("", 12, 1), ("other", 15, 1)])
def test_bc_15_a_contract_may_tolerate_more_than_ten_percent(product: str, percent: int, found: int) -> None:
    it = Scene(billable_campaign())
    ConditionFactory(contract=it.customer.contracts.get(), kind="tolerance", product=product, value=percent)
    it.spend(units=113, third_party_units=100)

    assert run_control("BC-15", day=DAY, actor=person("finance")).found == found


def test_what_was_billed_or_stays_free_is_not_looked_at() -> None:
    it = Scene(billable_campaign())
    billed = it.spend(amount="50")
    it.bill()
    CampaignAccount.objects.filter(campaign=it.campaign).delete()
    it.change(it.campaign, converted_on=DAY, state="ended")
    it.spend(DAY - timedelta(days=1), "7")
    it.spend(amount="62", corrects=billed)

    run_control("BC-01", day=DAY, actor=person("finance"))

    assert [exception.amount for exception in BillingException.objects.all()] == [Decimal(12)]


def test_the_entity_of_a_scene_has_its_months_open() -> None:
    """Guards the scenes above: a clean campaign has nothing in any control."""
    spent(billable_campaign(), DAY)

    assert [code for code in CONTROLS if run_control(code, day=DAY, actor=person("finance")).found] == []
    assert LegalEntity.objects.exists()


def listed() -> set[tuple[object, ...]]:
    facts = ("control", "subject_kind", "subject_id", "period", "customer", "severity", "amount", "currency", "why", "fix", "state")
    return set(BillingException.objects.values_list(*facts))


def test_neither_order_nor_parts_nor_repetition_change_what_is_found() -> None:
    scenes = []
    for number, param in enumerate(CASES[::4]):
        it = Scene(billable_campaign(ext_id=f"cmp-{number}"))
        param.values[0](it)
        scenes.append(it)
    finance = person("finance")
    run_controls(day=DAY, actor=finance)
    once = listed()
    assert len(once) >= len(scenes)

    BillingException.objects.all().delete()
    run_controls(day=DAY, codes=[*reversed(CONTROLS)], actor=finance)
    assert listed() == once

    part, campaign = scenes[1].customer, scenes[2].campaign
    BillingException.objects.filter(customer=part).delete()
    BillingException.objects.filter(subject_kind="campaign", subject_id=campaign.pk).delete()
    run_controls(day=DAY, customer_number=part.number, actor=finance)
    run_controls(day=DAY, campaign_id=campaign.ext_id, actor=finance)
    assert listed() == once
