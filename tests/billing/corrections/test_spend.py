"""Spend that was corrected below what was billed: credited once, through a case like any other, and then never due again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from factories.accounts import ConditionFactory, ContractFactory
from factories.billing import billable
from factories.invoicing import billed, proposed, running, spent
from people import person
from refusals import refused

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.corrections.models import Correction
from o2c.billing.corrections.services import (
    edit_correction_line,
    execute_correction,
    propose_spend_credits,
    submit_correction,
    withdraw_correction,
)
from o2c.billing.corrections.spend import credits_due
from o2c.billing.documents.models import Document
from o2c.billing.invoicing.models import BillingRun, RunItem
from o2c.billing.invoicing.proofs import runs_are_complete, spend_billed_once
from o2c.billing.spend.models import SpendBilling
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
JANUARY, DAY = date(2026, 1, 1), date(2026, 1, 10)
WHY = "The ad server counted twice."


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def account() -> FinancialAccount:
    """200 billed of two campaigns in January, with a discount of 10 %; one of them was corrected from 100 to 60 afterwards."""
    account = billable()
    discount = {"kind": "discount", "product": "", "value": 10}
    ConditionFactory(contract=ContractFactory(customer=account.customer, entity=account.entity), **discount)
    down, same = running(account, ext_id="down"), running(account, ext_id="same")
    spent(down, "100.00", DAY, units="50000", key="down-1")
    spent(same, "100.00", DAY, units="50000", key="same-1")
    billed(account.entity, JANUARY)
    spent(down, "60.00", DAY, units="30000", key="down-2", corrects="down-1")
    return account


def posted(correction: Correction) -> Correction:
    submit_correction(correction.pk, actor=person("clerk"))
    decide_approval(ApprovalRequest.objects.get(state="pending").pk, approve=True, reason="checked", actor=person("approver"))
    return execute_correction(correction.pk, actor=person("clerk"))


def bad() -> list[str]:
    return [found.why for prove in (spend_billed_once, runs_are_complete) for found in prove(date(2026, 3, 10))]


def test_the_whole_circle_ends_with_the_spend_billed_for_its_amount_and_nothing_due(account: FinancialAccount) -> None:
    run = proposed(account.entity)
    assert RunItem.objects.get(run=run).reason == "run_credit_due"

    (correction,) = propose_spend_credits(run.pk, reason=WHY, actor=person("clerk"))

    facts = (correction.kind, correction.cause, correction.document, correction.source_id)
    assert facts == ("credit", "wrong_quantity", Document.objects.get(), run.public_id)
    assert list(correction.lines.exclude(credit_quantity=0).values_list("credit_quantity", "credit_price")) == [(20, 2), (-1, 4)]
    credit = posted(correction).credit_note
    assert credit
    assert credit.net == D(36)
    billing = SpendBilling.objects.get(spend__ext_id="down-2")
    assert (billing.amount, billing.document_line.document) == (-40, credit)
    assert bad() == []
    BillingRun.objects.update(state="discarded")
    assert proposed(account.entity).figures == {}


def test_spend_corrected_again_after_its_credit_counts_from_what_is_billed_now(account: FinancialAccount) -> None:
    run = proposed(account.entity)
    (correction,) = propose_spend_credits(run.pk, reason=WHY, actor=person("clerk"))
    posted(correction)
    BillingRun.objects.update(state="discarded")
    spent(RunItem.objects.get(run=run).campaign, "80.00", DAY, units="40000", key="down-3", corrects="down-2")

    billed(account.entity)

    item = RunItem.objects.get(run__state="done", run__month=date(2026, 2, 1))
    assert (item.result, item.amount, item.units) == ("billed", 20, 10_000)
    assert bad() == []


def test_what_is_under_way_is_not_proposed_again_and_what_was_given_up_is(account: FinancialAccount) -> None:
    run = proposed(account.entity)
    (correction,) = propose_spend_credits(run.pk, reason=WHY, actor=person("clerk"))
    refused("run_no_credit_to_propose", propose_spend_credits, run.pk, reason=WHY, actor=person("clerk"))
    assert Correction.objects.count() == 1

    withdraw_correction(correction.pk, reason="not agreed", actor=person("clerk"))

    assert [due.amount for due in credits_due(run.pk)] == [-40]


def test_a_line_that_gives_spend_back_credits_just_that(account: FinancialAccount) -> None:
    (correction,) = propose_spend_credits(proposed(account.entity).pk, reason=WHY, actor=person("clerk"))
    line = correction.lines.get(credit_quantity=20)
    edit_correction_line(correction.pk, line.position, credit_quantity=D(10), actor=person("clerk"))

    refused("correction_off_spend", submit_correction, correction.pk, actor=person("clerk"))

    correction.refresh_from_db()
    assert correction.state == "draft"


def test_spend_corrected_again_meanwhile_stops_the_credit(account: FinancialAccount) -> None:
    run = proposed(account.entity)
    (correction,) = propose_spend_credits(run.pk, reason=WHY, actor=person("clerk"))
    submit_correction(correction.pk, actor=person("clerk"))
    decide_approval(ApprovalRequest.objects.get(state="pending").pk, approve=True, reason="checked", actor=person("approver"))
    spent(RunItem.objects.get(run=run).campaign, "90.00", DAY, key="down-3", corrects="down-2")

    refused("correction_spend_changed", execute_correction, correction.pk, actor=person("clerk"))

    assert (SpendBilling.objects.count(), Document.objects.count()) == (2, 1)


def test_the_page_of_the_run_offers_the_credits_and_opens_them(client: Client, account: FinancialAccount) -> None:
    run = proposed(account.entity)
    panel, propose = (reverse(name, args=[run.public_id]) for name in ("billing_run_credits", "billing_run_propose_credits"))
    client.force_login(person("clerk"))
    assert panel in client.get(run.get_absolute_url()).content.decode()
    assert "Propose credits for 1 record of spend" in client.get(panel).content.decode()

    assert client.post(propose, {"reason": WHY}).status_code == 302

    shown = client.get(panel).content.decode()
    assert "Propose credits" not in shown
    assert Correction.objects.get().get_absolute_url() in shown
    assert client.post(propose, {"reason": WHY}).status_code == 422
