"""A month is billed: judged, grouped, approved by another, posted in chunks; nothing twice, nothing lost."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from factories.accounts import (
    BillingProfileFactory,
    CampaignAccountFactory,
    ConditionFactory,
    ContractFactory,
    CustomerFactory,
    PurchaseOrderFactory,
)
from factories.billing import billable, selling_entity
from factories.invoicing import MONTH, approved, billed, proposed, running, spent, worked
from people import person
from refusals import refused

from o2c.accounts.contracts.queries import purchase_orders
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.controls.models import BillingException
from o2c.billing.documents.models import Document, DocumentLine
from o2c.billing.invoicing import services
from o2c.billing.invoicing.models import BillingRun, RunDocument, RunItem
from o2c.billing.invoicing.placing import released_by
from o2c.billing.invoicing.running import post
from o2c.billing.invoicing.services import POSTING, PROPOSING
from o2c.billing.spend.models import SpendBilling
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job
from o2c.core.tracing.queries import walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]


@pytest.fixture(autouse=True)
def _in_march() -> object:
    with time_machine.travel(datetime(2026, 3, 10, 9, tzinfo=UTC), tick=False):
        yield


def results(run: BillingRun) -> dict[str, str]:
    """Campaign -> result and reason."""
    rows = RunItem.objects.filter(run=run).order_by("campaign__ext_id", "pk")
    return {item.campaign.ext_id: f"{item.result} {item.reason}".strip() for item in rows.select_related("campaign")}


def against(account: FinancialAccount, campaign: object, severity: str = "stop") -> BillingException:
    return BillingException.objects.create(
        control="BC-01", subject_kind="campaign", subject_id=campaign.pk, label="x", address=campaign.public_id, period=MONTH,  # type: ignore[attr-defined]
        customer=account.customer, severity=severity, team="clerk", amount=1, currency="EUR", why="bc_10_missing", fix="bc_10_enter",
        first_seen=MONTH, last_seen=MONTH,
    )  # fmt: skip


def test_a_month_is_billed_from_spend_to_ledger() -> None:
    account = billable()
    campaign = running(account, ext_id="c1", name="Spring")
    spent(campaign, "60.00", units="30000")
    spent(campaign, "40.00", date(2026, 1, 31), units="20000")

    run = billed(account.entity)

    assert (run.state, run.documents_posted) == ("done", 1)
    document = Document.objects.get()
    lines = list(document.lines.order_by("position").values_list("net", "quantity", "unit", "unit_price", "campaign", "service_until"))
    assert lines == [
        (Decimal(40), Decimal(20), "MIL", Decimal(2), campaign.pk, date(2026, 2, 1)),
        (Decimal(60), Decimal(30), "MIL", Decimal(2), campaign.pk, date(2026, 2, 11)),
    ]
    assert document.net == Decimal(100)
    assert sorted(SpendBilling.objects.values_list("amount", "document_line__net")) == [(40, 40), (60, 60)]
    ahead, back = (
        walk(reader := person("auditor"), "accounts.campaign", campaign.public_id).after,
        walk(reader, "billing.document", document.public_id),
    )
    assert {step.kind.code for step in ahead[:2]} == {"billing.spendrecord", "billing.documentline"}
    assert "billing.spendrecord" in [step.kind.code for step in back.before]


def test_the_parts_are_all_the_spend_there_is() -> None:
    account = billable()
    spent(running(account, ext_id="a-good"), "10.00")
    stopped, held, test = (
        running(account, ext_id="b-stopped"),
        running(account, ext_id="c-held"),
        running(account, ext_id="d-test", is_test=True, test_budget=100, test_ends_on=date(2027, 1, 1)),
    )
    lost = running(None, ext_id="e-lost", advertiser=account.customer)
    for campaign in (stopped, held, test, lost):
        spent(campaign, "7.00")
    against(account, stopped)
    against(account, held, "hold")

    run = proposed(account.entity)

    assert results(run) == {
        "a-good": "bill", "b-stopped": "excepted run_exception", "c-held": "held run_exception", "d-test": "test run_test",
        "e-lost": "unbilled run_no_account",
    }  # fmt: skip
    assert run.figures == {
        "EUR": {"billed": "10.0000", "held": "7.0000", "excepted": "7.0000", "test": "7.0000", "unbilled": "7.0000", "all": "38.0000"}
    }


def test_linking_the_account_makes_the_next_run_bill_it() -> None:
    account = billable()
    lost = running(None, advertiser=account.customer)
    spent(lost, "7.00")
    refused("run_nothing_to_issue", services.submit_run, proposed(account.entity).pk, reason="all", actor=person("finance"))

    CampaignAccountFactory(campaign=lost, account=account)
    services.repropose_run(BillingRun.objects.get().pk, actor=person("clerk"))
    run = worked(approved(worked(BillingRun.objects.get(), PROPOSING)), POSTING)

    assert (run.documents_posted, SpendBilling.objects.count()) == (1, 1)


def test_a_purchase_order_used_up_holds_the_line_until_it_has_room() -> None:
    profile = BillingProfileFactory(po_required=True)
    account = billable(customer=profile.customer, billing_profile=profile)
    order = PurchaseOrderFactory(customer=account.customer, entity=account.entity, amount=10_000, number="PO-1")
    first, second = running(account, ext_id="c1"), running(account, ext_id="c2")
    spent(first, "9500.00", date(2026, 1, 10))
    billed(account.entity, date(2026, 1, 1))
    spent(second, "700.00")

    run = proposed(account.entity)

    item = RunItem.objects.get(run=run)
    assert (item.result, item.reason, item.purchase_order, item.facts["over"]) == ("held", "run_po_exhausted", order, "200")
    shown = purchase_orders(person("clerk")).get()
    assert (shown.billed, shown.held, shown.remaining) == (9_500, 700, -200)

    order.amount = 10_200
    order.save(update_fields=["amount"])
    assert released_by(order) == [item.pk]
    services.repropose_run(run.pk, actor=person("clerk"))
    run = worked(approved(worked(run, PROPOSING)), POSTING)
    line = DocumentLine.objects.get(campaign=second)
    assert (run.documents_held, line.purchase_order, line.order_number) == (0, order, "PO-1")


@pytest.mark.parametrize(
    ("grouping", "split", "documents"),
    [("account", "", 2), ("campaign", "", 3), ("consolidated", "", 1), ("consolidated", "advertiser", 2)],
)
def test_invoices_are_grouped_as_the_profile_says(grouping: str, split: str, documents: int) -> None:
    entity, payer = selling_entity(), CustomerFactory(legal_name="Central Payer")
    accounts = []
    for _number in range(2):
        profile = BillingProfileFactory(grouping=grouping, split=split)
        accounts.append(billable(entity=entity, customer=profile.customer, billing_profile=profile, payer=payer))
    spent(running(accounts[0], ext_id="c1"), "1.00")
    spent(running(accounts[0], ext_id="c2"), "2.00")
    spent(running(accounts[1], ext_id="c3"), "3.00")

    run = proposed(entity)

    found = RunDocument.objects.filter(run=run)
    assert found.count() == documents
    assert set(found.values_list("customer__legal_name", flat=True)) == {"Central Payer"}
    assert sum(found.values_list("net", flat=True)) == 6


def test_the_line_keeps_the_price_and_the_discount_it_was_made_with() -> None:
    account = billable()
    contract = ContractFactory(customer=account.customer, entity=account.entity)
    price = ConditionFactory(contract=contract, value=2, valid_until=date(2026, 2, 15))
    later = ConditionFactory(contract=contract, value=3, valid_from=date(2026, 2, 15))
    discount = ConditionFactory(contract=contract, kind="discount", product="", value=10)
    campaign = running(account, product="display")
    spent(campaign, "20.00", date(2026, 2, 14), units="10000")
    spent(campaign, "30.00", date(2026, 2, 15), units="10000")

    billed(account.entity)

    lines = DocumentLine.objects.order_by("position").values_list("net", "unit_price", "condition")
    assert list(lines) == [
        (20, 2, price.pk), (30, 3, later.pk), (-2, 2, discount.pk), (-3, 3, discount.pk),
    ]  # fmt: skip
    assert Document.objects.get().net == 45


def test_a_correction_of_billed_spend_bills_the_difference_and_shows_what_is_to_be_credited() -> None:
    account = billable()
    up, down = running(account, ext_id="up"), running(account, ext_id="down")
    for campaign in (up, down):
        spent(campaign, "100.00", date(2026, 1, 10), key=f"{campaign.ext_id}-1")
    billed(account.entity, date(2026, 1, 1))
    spent(up, "130.00", date(2026, 1, 10), key="up-2", corrects="up-1")
    spent(down, "90.00", date(2026, 1, 10), key="down-2", corrects="down-1")

    run = billed(account.entity)

    assert results(run) == {"down": "unbilled run_credit_due", "up": "billed"}
    assert run.figures["EUR"] | {"all": "20.0000", "billed": "30.0000", "unbilled": "-10.0000"} == run.figures["EUR"]
    assert SpendBilling.objects.get(spend__ext_id="up-2").amount == 30


def test_spend_corrected_after_the_proposal_holds_its_invoice_for_the_next_run() -> None:
    account = billable()
    campaign = running(account)
    spent(campaign, "100.00", key="x1")
    run = approved(proposed(account.entity))
    spent(campaign, "90.00", key="x2", corrects="x1")

    run = worked(run, POSTING)

    assert (run.state, run.documents_held, Document.objects.count()) == ("done", 1, 0)
    again = billed(account.entity)
    assert (again.sequence, Document.objects.get().net) == (2, 90)


def test_posting_that_is_killed_goes_on_where_it_was_and_bills_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("o2c.billing.invoicing.running.AT_A_TIME", 1)
    entity = selling_entity()
    for _number in range(3):
        spent(running(billable(entity=entity)), "5.00")
    run = approved(proposed(entity))
    real, calls = services.post_run_documents, []

    def dies_on_the_second(*args: object, **given: object) -> object:
        calls.append(args)
        if len(calls) == 2:
            raise SystemExit
        return real(*args, **given)  # type: ignore[arg-type]

    monkeypatch.setattr("o2c.billing.invoicing.running.post_run_documents", dies_on_the_second)
    queued = Job.objects.get(kind=POSTING)
    with pytest.raises(SystemExit), job(queued.pk) as j:
        post(j)
    assert Document.objects.count() == 1
    Job.objects.filter(pk=queued.pk).update(state="queued", lease=None)

    run = worked(run, POSTING)

    assert (run.state, run.documents_posted) == ("done", 3)
    assert (Document.objects.count(), SpendBilling.objects.count()) == (3, 3)


def test_nobody_approves_the_run_they_asked_for() -> None:
    account = billable()
    spent(running(account), "5.00")
    run = proposed(account.entity)
    refused("approval_needed", services.approve_run, run.pk, actor=person("finance"))
    one = person("finance")
    person("approver", name=one.name)
    services.submit_run(run.pk, reason="all", actor=one)
    refused("approval_not_yours", decide_approval, ApprovalRequest.objects.get().pk, approve=True, actor=one)
    run.refresh_from_db()
    assert run.state == "proposed"


@pytest.mark.parametrize(
    ("state", "forbidden"),
    [
        ("draft", ["repropose_run", "submit_run", "cancel_run"]),
        ("proposed", ["cancel_run", "continue_run"]),
        ("approved", ["repropose_run", "submit_run", "discard_run"]),
        ("posting", ["repropose_run", "submit_run", "discard_run", "cancel_run"]),
        ("done", ["repropose_run", "submit_run", "discard_run", "cancel_run", "continue_run"]),
        ("discarded", ["repropose_run", "submit_run", "discard_run", "cancel_run", "continue_run"]),
        ("cancelled", ["repropose_run", "submit_run", "discard_run", "cancel_run", "continue_run"]),
    ],
)
def test_moves_that_are_not_in_the_table_are_refused(state: str, forbidden: list[str]) -> None:
    run = BillingRun.objects.create(entity=selling_entity(), month=MONTH, sequence=1, state=state, documents_ready=1)
    for name in forbidden:
        given = {"reason": "no"} if name in {"submit_run", "discard_run", "cancel_run"} else {}
        refused("wrong_state", getattr(services, name), run.pk, actor=person("finance"), **given)
    run.refresh_from_db()
    assert run.state == state
    if state not in {"approved", "posting"}:
        refused("wrong_state", services.post_run_documents, run.pk, [], actor=person("finance"))


def test_one_run_at_a_time_and_only_of_a_month_that_is_over() -> None:
    entity = selling_entity()
    services.open_billing_run(entity=entity, month=MONTH, actor=person("finance"))

    refused("billingrun_one_at_a_time", services.open_billing_run, entity=entity, month=MONTH, actor=person("finance"))
    refused(
        "run_month_not_over", services.open_billing_run, entity=selling_entity(code="X1"), month=date(2026, 3, 1), actor=person("finance")
    )
    assert BillingRun.objects.count() == 1
