"""Credit and rebill as one case: what was posted stays, what is issued adds up, and nobody agrees to their own."""

from datetime import date
from decimal import Decimal as D

import pytest
from factories.accounts import BillingProfileFactory, FinancialAccountFactory, PurchaseOrderFactory
from factories.billing import billable, issued, new_line, open_months, posted, settled
from people import person
from refusals import refused

from o2c.billing.corrections import queries
from o2c.billing.corrections.models import Correction
from o2c.billing.corrections.rules import CORRECTION_MOVES
from o2c.billing.corrections.services import (
    approve_correction,
    edit_correction,
    edit_correction_line,
    execute_correction,
    follow_correction_approval,
    open_correction,
    submit_correction,
    withdraw_correction,
)
from o2c.billing.documents.models import Document
from o2c.billing.ledger.models import Allocation
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.audit.models import AuditEvent
from o2c.core.clock import local_today
from o2c.core.dates import first_of_month
from o2c.core.outbox.models import Outbox, Webhook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gates_open")]
HEAD = {"kind": "rebill", "cause": "wrong_price", "team": "pricing", "explanation": "Billed at the old price of 1.20"}


@pytest.fixture
def clerk() -> User:
    return person("clerk")


@pytest.fixture
def invoice() -> Document:
    account = billable()
    open_months(account.entity, first_of_month(local_today(account.entity)), 1)
    lines = [new_line("1.20", quantity=D(500)), new_line("40", description="Set-up")]
    return issued(account, lines=lines)


def started(invoice: Document, clerk: User, **head: object) -> Correction:
    return open_correction(invoice.pk, actor=clerk, **{**HEAD, **head})  # type: ignore[arg-type]


def decided(by: User, *, approve: bool = True) -> None:
    decide_approval(ApprovalRequest.objects.get(state="pending").pk, approve=approve, reason="I checked it", actor=by)


def approved(invoice: Document, clerk: User, **head: object) -> Correction:
    correction = started(invoice, clerk, **head)
    if correction.kind == "rebill":
        edit_correction_line(correction.pk, 1, rebill_price=D(1), actor=clerk)
    submit_correction(correction.pk, actor=clerk)
    decided(person("approver"))
    correction.refresh_from_db()
    return correction


def test_credit_and_rebill_comes_to_the_corrected_difference_and_leaves_the_original_as_it_was(invoice: Document, clerk: User) -> None:
    before = Document.objects.values().get(pk=invoice.pk)

    correction = execute_correction(approved(invoice, clerk).pk, actor=clerk)

    credit, rebill = correction.credit_note, correction.rebill
    assert credit
    assert rebill
    assert (credit.kind, credit.original_id, credit.reason_code, credit.net) == ("credit_note", invoice.pk, "wrong_price", D(640))
    assert (rebill.kind, rebill.rebill_of_id, rebill.net) == ("invoice", invoice.pk, D(540))
    assert rebill.net - credit.net == D(-100) == correction.rebilled - correction.credited
    assert credit.series_id != invoice.series_id == rebill.series_id
    assert rebill.ageing_date == invoice.ageing_date
    assert list(rebill.lines.values_list("service_from", "unit_price")) == [(None, D(1)), (None, D(40))]
    assert Document.objects.values().get(pk=invoice.pk) == before


def test_the_credit_settles_its_original_and_what_was_paid_already_stays_open(invoice: Document, clerk: User) -> None:
    (owed,) = invoice.entry.items.all()
    receipt = posted(invoice.account, "300", date(2026, 3, 20), "receipt")
    settled(owed, receipt, "300", date(2026, 3, 20))

    correction = execute_correction(approved(invoice, clerk, kind="credit").pk, actor=clerk)

    owed.refresh_from_db()
    assert correction.credit_note
    (credit,) = correction.credit_note.entry.items.all()
    assert (owed.open_amount, credit.open_amount) == (D(0), D(300))
    assert Allocation.objects.get(credit_item=credit).method == "correction"


def test_a_debit_note_bills_what_was_forgotten(invoice: Document, clerk: User) -> None:
    correction = started(invoice, clerk, kind="debit", cause="underbilled")
    edit_correction_line(
        correction.pk, 0, description="Forgotten banner", unit="C62", rebill_quantity=D(1), rebill_price=D(25), actor=clerk
    )
    submit_correction(correction.pk, actor=clerk)
    decided(person("approver"))

    made = execute_correction(correction.pk, actor=clerk)

    assert made.credit_note is None
    assert made.rebill
    assert (made.rebill.kind, made.rebill.original_id, made.rebill.net) == ("debit_note", invoice.pk, D(25))


def test_one_case_at_a_time_and_never_more_than_is_left(invoice: Document, clerk: User) -> None:
    first = started(invoice, clerk, kind="credit", cause="duplicate")
    refused("correction_one_open_per_document", started, invoice, clerk)
    refused("correction_above_line", edit_correction_line, first.pk, 1, credit_price=D("1.21"), actor=clerk)
    edit_correction_line(first.pk, 1, credit_quantity=D(400), credit_price=D("1.20"), actor=clerk)
    submit_correction(first.pk, actor=clerk)
    decided(person("approver"))
    execute_correction(first.pk, actor=clerk)

    second = started(invoice, clerk, kind="credit")
    assert [(line.credit_quantity, line.credit_price) for line in second.lines.order_by("position")] == [(1, 120), (0, 0)]
    refused("correction_above_line", edit_correction_line, second.pk, 2, credit_quantity=D(1), credit_price=D(1), actor=clerk)
    submit_correction(second.pk, actor=clerk)
    decided(person("approver"))
    execute_correction(second.pk, actor=clerk)
    refused("correction_nothing_left", started, invoice, clerk)


def test_what_is_left_is_checked_again_when_it_is_posted(invoice: Document, clerk: User) -> None:
    correction = approved(invoice, clerk, kind="credit")
    line = invoice.lines.get(position=2)
    credit = [new_line("40", original_line_id=line.pk)]
    issued(invoice.account, lines=credit, kind="credit_note", original_id=invoice.pk, reason_code="goodwill")
    refused("correction_above_line", execute_correction, correction.pk, actor=clerk)
    assert Document.objects.filter(kind="credit_note").count() == 1


def test_a_new_order_or_account_makes_the_same_lines_a_correction(invoice: Document, clerk: User) -> None:
    correction = started(invoice, clerk, cause="wrong_condition")
    refused("correction_changes_nothing", submit_correction, correction.pk, actor=clerk)
    order = PurchaseOrderFactory(customer=invoice.customer, currency="EUR")
    other = FinancialAccountFactory(
        customer=invoice.customer, entity=invoice.entity, billing_profile=BillingProfileFactory(customer=invoice.customer)
    )
    edit_correction(correction.pk, purchase_order=order, rebill_account=other, actor=clerk)
    submit_correction(correction.pk, actor=clerk)
    decided(person("approver"))

    rebill = execute_correction(correction.pk, actor=clerk).rebill

    assert rebill
    assert rebill.account == other
    assert set(rebill.lines.values_list("purchase_order", "order_number")) == {(order.pk, order.number)}


def test_nobody_agrees_to_their_own_and_a_no_rejects_the_case(invoice: Document) -> None:
    both = person("clerk", name="Bob Both")
    person("approver", name="Bob Both")
    correction = started(invoice, both)
    edit_correction_line(correction.pk, 1, rebill_price=D(1), actor=both)
    submit_correction(correction.pk, actor=both)
    refused("approval_not_yours", decided, both)
    decided(person("approver"), approve=False)

    request = ApprovalRequest.objects.get()
    for _twice in range(2):
        follow_correction_approval(request.pk, actor=person("system"))

    correction.refresh_from_db()
    assert (correction.state, correction.reason) == ("rejected", "I checked it")
    assert AuditEvent.objects.filter(action="correction.rejected").count() == 1


def test_whoever_set_the_price_does_not_approve_its_correction(invoice: Document, clerk: User) -> None:
    from o2c.billing.corrections.registers import makers

    correction = started(invoice, clerk)
    assert makers(correction) == {clerk.pk}


MOVES = {
    "submitted": lambda pk, clerk: submit_correction(pk, actor=clerk),
    "withdrawn": lambda pk, clerk: withdraw_correction(pk, reason="no longer wanted", actor=clerk),
    "executed": lambda pk, clerk: execute_correction(pk, actor=clerk),
}
STATES = ["draft", "submitted", "approved", "executed", "rejected", "withdrawn"]
FORBIDDEN = [(state, wanted) for state in STATES for wanted in MOVES if wanted not in CORRECTION_MOVES.get(state, set())]


@pytest.mark.parametrize(("state", "wanted"), FORBIDDEN)
def test_forbidden_moves(invoice: Document, clerk: User, state: str, wanted: str) -> None:
    correction = started(invoice, clerk)
    extra = {"credit_note": invoice, "rebill": invoice} if state == "executed" else {}
    reason = "because" if state in ("rejected", "withdrawn") else ""
    Correction.objects.filter(pk=correction.pk).update(state=state, reason=reason, **extra)
    refused("wrong_state", MOVES[wanted], correction.pk, clerk)


@pytest.mark.parametrize("state", [state for state in STATES if state != "draft"])
def test_only_a_draft_changes(invoice: Document, clerk: User, state: str) -> None:
    correction = started(invoice, clerk)
    extra = {"credit_note": invoice, "rebill": invoice} if state == "executed" else {}
    Correction.objects.filter(pk=correction.pk).update(state=state, reason="because", **extra)
    refused("wrong_state", edit_correction, correction.pk, cause="goodwill", actor=clerk)
    refused("wrong_state", edit_correction_line, correction.pk, 1, rebill_price=D(1), actor=clerk)


def test_approval_runs_only_through_another_person(invoice: Document, clerk: User) -> None:
    refused("approval_needed", approve_correction, started(invoice, clerk).pk, actor=clerk)


def test_withdrawing_says_why_and_frees_the_document(invoice: Document, clerk: User) -> None:
    correction = started(invoice, clerk)
    refused("correction_refusal_says_why", withdraw_correction, correction.pk, reason=" ", actor=clerk)
    withdraw_correction(correction.pk, reason="the customer agrees after all", actor=clerk)
    assert started(invoice, clerk).state == "draft"


def test_first_time_right_falls_with_our_error_only(invoice: Document, clerk: User) -> None:
    other = issued(invoice.account)
    execute_correction(approved(invoice, clerk).pk, actor=clerk)
    execute_correction(approved(other, clerk, kind="credit", cause="goodwill").pk, actor=clerk)

    march, *_later = queries.right_first_time(clerk, date(2026, 1, 1), date(2027, 1, 1))

    assert (march.issued, march.corrected, march.rate) == (2, 1, D("50.0"))
    (wrong, goodwill) = queries.reasons(clerk, date(2026, 1, 1), date(2100, 1, 1))
    assert (wrong["cause"], wrong["sum_credited"], wrong["sum_rebilled"]) == ("wrong_price", D(640), D(540))
    assert (goodwill["cause"], goodwill["count"]) == ("goodwill", 1)
    assert set(queries.cycle(clerk, date(2026, 1, 1), date(2100, 1, 1)).values()) == {D("0.0")}


def test_whoever_asked_is_told_of_each_move(invoice: Document, clerk: User) -> None:
    hook = Webhook.objects.create(url="https://example.com/hook", topics=["correction.moved"], secret="s" * 32)
    execute_correction(approved(invoice, clerk).pk, actor=clerk)
    assert [row.payload["state"] for row in Outbox.objects.filter(webhook=hook).order_by("pk")] == ["submitted", "approved", "executed"]
