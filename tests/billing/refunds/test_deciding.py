"""CAA-17: the eight blocking controls, the three states by two or three people, and every move that is forbidden."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from factories.accounts import CustomerFactory, FinancialAccountFactory
from factories.billing import inside_a_verb, posted, settled
from factories.refunds import Desk, captured, desk, pending, two_persons_up_to, verified
from people import person
from refusals import refused

from o2c.accounts.customers.models import BankAccount, CustomerRelation
from o2c.billing.ledger.models import Allocation, JournalLine, OpenItem
from o2c.billing.ledger.services import Pair, allocate
from o2c.billing.refunds import queries, services
from o2c.billing.refunds.models import RefundLine, RefundRequest
from o2c.billing.refunds.rules import REFUND_MOVES
from o2c.compliance.freezes.services import place_freeze
from o2c.compliance.screening.models import ScreeningResult
from o2c.core.access.services.grants import grant_role
from o2c.core.approvals.services import decide_approval
from o2c.core.audit.models import AuditEvent
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.entities.models import FiscalPeriod
from o2c.core.errors import BusinessError

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk() -> Desk:
    return desk()


def journal(refund: RefundRequest) -> dict[str, Decimal]:
    lines = JournalLine.objects.filter(entry__reference=refund.number)
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line.control_account] = sums.get(line.control_account, Decimal(0)) + line.debit - line.credit
    return sums


def test_three_people_refund_a_credit_and_the_ledger_owes_the_payment(at_desk: Desk) -> None:
    refund = at_desk.released("200.00")

    at_desk.credit.refresh_from_db()
    assert (refund.state, at_desk.credit.open_amount) == ("released", Decimal(300))
    assert (refund.created_by, refund.approved_by, refund.released_by) == (at_desk.clerk, at_desk.approver, at_desk.finance)
    assert journal(refund) == {"unapplied": Decimal(200), "refunds_payable": Decimal(-200)}
    assert (refund.payment.end_to_end, refund.payment.iban, refund.payment.amount) == (refund.number, at_desk.bank.iban, Decimal(200))
    events = AuditEvent.objects.filter(object_type="billing.refundrequest", object_id=refund.pk).order_by("pk")
    assert list(events.values_list("action", "actor__name")) == [
        ("refund.drafted", "Clara Clerk"),
        ("refund.submitted", "Clara Clerk"),
        ("refund.approved", "Aline Approver"),
        ("refund.released", "Fiona Finance"),
    ]


def test_a_submitted_refund_reserves_its_credit_and_a_rejected_one_gives_it_back(at_desk: Desk) -> None:
    first = at_desk.submitted("400.00")
    assert queries.credits_of(at_desk.account).get().free == Decimal(100)

    refused("refund_exceeds_free_credit", at_desk.draft, "150.00")

    with_reason = pending(first)
    decide_approval(with_reason.pk, approve=False, reason="The client owes us more", actor=at_desk.approver)
    services.follow_refund_approval(with_reason.pk, actor=person("system"))
    first.refresh_from_db()
    assert (first.state, first.outcome) == ("rejected", "The client owes us more")
    assert queries.credits_of(at_desk.account).get().free == Decimal(500)


def test_two_drafts_may_hope_for_one_credit_but_only_one_is_submitted(at_desk: Desk) -> None:
    first, second = at_desk.draft("400.00"), at_desk.draft("300.00")
    services.submit_refund(first.pk, actor=at_desk.clerk)

    refused("refund_exceeds_free_credit", services.submit_refund, second.pk, actor=at_desk.clerk)
    second.refresh_from_db()
    assert second.state == "draft"


def test_what_was_used_between_approval_and_release_is_found_under_lock(at_desk: Desk) -> None:
    refund = at_desk.approved("400.00")
    settled(posted(at_desk.account, "250.00", at_desk.today), at_desk.credit, "250.00", at_desk.today)

    refused("refund_exceeds_free_credit", services.release_refund, refund.pk, actor=at_desk.finance)
    refund.refresh_from_db()
    assert (refund.state, RefundRequest.objects.filter(payment__isnull=False).count()) == ("approved", 0)


def test_a_credit_note_is_refunded_through_the_unapplied_account(at_desk: Desk) -> None:
    note = posted(at_desk.account, "80.00", at_desk.today - timedelta(days=3), "credit_note", reference="CN-1")
    refund = at_desk.released("50.00", amounts={note.pk: Decimal(80), at_desk.credit.pk: Decimal(20)})

    note.refresh_from_db()
    assert note.open_amount == 0
    assert journal(refund) == {"unapplied": Decimal(100), "refunds_payable": Decimal(-100)}
    assert JournalLine.objects.filter(entry__kind="allocation", control_account="receivable").get().debit == Decimal(80)


def test_only_a_verified_account_of_the_same_customer_is_paid(at_desk: Desk) -> None:
    BankAccount.objects.filter(pk=at_desk.bank.pk).update(state="blocked")
    refused("refund_bank_not_verified", at_desk.submitted)
    refused("refund_other_customer", at_desk.draft, bank_account=verified(CustomerFactory()))
    refused("refund_one_way_back", at_desk.draft, bank_account=None)


def test_bank_details_blocked_after_the_approval_stop_the_release(at_desk: Desk) -> None:
    refund = at_desk.approved()
    BankAccount.objects.filter(pk=at_desk.bank.pk).update(state="blocked")

    refused("refund_bank_not_verified", services.release_refund, refund.pk, actor=at_desk.finance)


def test_young_bank_details_need_one_more_person(at_desk: Desk) -> None:
    young = verified(at_desk.customer, days=5, iban="FR1420041010050500013M02606")
    refund = at_desk.submitted(bank_account=young)

    assert pending(refund).roles == ["approver", "supervisor"]
    assert at_desk.agree(refund, at_desk.approver).state == "submitted"
    assert at_desk.agree(refund, person("supervisor")).state == "approved"


def test_a_card_gets_back_no_more_than_was_captured_over_all_refunds(at_desk: Desk) -> None:
    capture = captured(at_desk.customer, "150.00")
    refund = at_desk.submitted("100.00", bank_account=None, capture=capture)
    refused("refund_exceeds_capture", at_desk.submitted, "60.00", bank_account=None, capture=capture)
    refused("refund_other_customer", at_desk.draft, bank_account=None, capture=captured(CustomerFactory()))

    services.release_refund(at_desk.agree(refund, at_desk.approver).pk, actor=at_desk.finance)
    sent = services.send_card_refund(refund.pk, actor=at_desk.finance)
    assert (sent.state, sent.payment.iban) == ("sent", "")


def test_nothing_is_released_on_a_screening_older_than_a_day(at_desk: Desk) -> None:
    refund = at_desk.approved()
    with connection.cursor() as cursor:  # results never change: age them behind the trigger's back
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE compliance_screeningresult SET at = at - interval '25 hours'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert ScreeningResult.objects.exists()

    refused("gate_closed", services.release_refund, refund.pk, actor=at_desk.finance)
    refund.refresh_from_db()
    assert refund.state == "approved"


def test_a_payee_under_another_name_is_screened_too(at_desk: Desk) -> None:
    other = verified(at_desk.customer, iban="FR1420041010050500013M02606", holder="Quite Another Holding")

    refund = at_desk.draft(bank_account=other)
    refused("gate_closed", services.submit_refund, refund.pk, actor=at_desk.clerk)


def test_without_any_screening_the_answer_is_no() -> None:
    unknown = desk(cleared=False)
    refused("gate_closed", unknown.submitted)


@pytest.mark.parametrize("stopped", ["all", "refund"])
def test_a_freeze_stops_submission_and_release(at_desk: Desk, stopped: str) -> None:
    refund = at_desk.approved()
    place_freeze(at_desk.customer.pk, scope=stopped, reason="Order", actor=person("compliance_officer"))

    refused("gate_closed", services.release_refund, refund.pk, actor=at_desk.finance)
    refused("gate_closed", services.submit_refund, at_desk.draft("10.00").pk, actor=at_desk.clerk)


def test_overdue_items_anywhere_in_the_group_are_set_off_first_or_a_reason_is_given(at_desk: Desk) -> None:
    child = FinancialAccountFactory(entity=at_desk.account.entity)
    CustomerRelation.objects.create(
        from_customer=at_desk.customer, to_customer=child.customer, kind="parent_of", valid_from=at_desk.today - timedelta(days=900)
    )
    day = at_desk.today - timedelta(days=60)
    owed = posted(child, "120.00", day, due=at_desk.today - timedelta(days=30))
    refund = at_desk.draft("200.00")

    refused("refund_set_off_first", services.submit_refund, refund.pk, actor=at_desk.clerk)
    services.set_off_refund(refund.pk, actor=at_desk.clerk)

    owed.refresh_from_db()
    refund.refresh_from_db()
    assert (owed.open_amount, refund.amount, refund.lines.get().amount) == (Decimal(0), Decimal(80), Decimal(80))
    assert Allocation.objects.get().amount == Decimal(120)
    assert services.submit_refund(refund.pk, actor=at_desk.clerk).state == "submitted"


def test_a_set_off_of_everything_ends_the_draft(at_desk: Desk) -> None:
    posted(at_desk.account, "900.00", at_desk.today - timedelta(days=60), due=at_desk.today - timedelta(days=30))
    refund = services.set_off_refund(at_desk.draft("200.00").pk, actor=at_desk.clerk)

    assert (refund.state, refund.amount, RefundLine.objects.count()) == ("cancelled", 0, 0)
    refused("wrong_state", services.set_off_refund, refund.pk, actor=at_desk.clerk)


def test_a_reason_lets_a_refund_pass_an_overdue_item(at_desk: Desk) -> None:
    posted(at_desk.account, "90.00", at_desk.today - timedelta(days=60), due=at_desk.today - timedelta(days=30))
    refund = services.submit_refund(at_desk.draft().pk, set_off_reason="The invoice is disputed", actor=at_desk.clerk)

    assert (refund.state, refund.set_off_reason) == ("submitted", "The invoice is disputed")


def test_the_same_amount_twice_within_thirty_days_is_refused(at_desk: Desk) -> None:
    first = at_desk.submitted("200.00")
    second = at_desk.draft("200.00")
    refused("refund_twice", services.submit_refund, second.pk, actor=at_desk.clerk)

    RefundRequest.objects.filter(pk=first.pk).update(submitted_at=first.submitted_at - timedelta(days=31))
    assert services.submit_refund(second.pk, actor=at_desk.clerk).state == "submitted"


def test_up_to_the_limit_two_persons_do_and_above_it_three_must(at_desk: Desk) -> None:
    two_persons_up_to("200.00", at_desk.account)
    small, large = at_desk.approved("200.00"), at_desk.approved("200.01")

    assert services.release_refund(small.pk, actor=at_desk.approver).released_by == at_desk.approver
    refused("refund_needs_third_person", services.release_refund, large.pk, actor=at_desk.approver)
    assert services.release_refund(large.pk, actor=at_desk.finance).state == "released"


def test_without_a_limit_three_persons_are_needed(at_desk: Desk) -> None:
    assert at_desk.submitted("1.00").three_persons


def test_the_maker_never_approves_whatever_roles_they_hold(at_desk: Desk) -> None:
    at_desk.clerk = person("approver", name="Clara Clerk")
    refund = at_desk.submitted()
    refused("approval_not_yours", decide_approval, pending(refund).pk, approve=True, actor=at_desk.clerk)


def test_whoever_allocated_the_cash_does_not_approve_its_refund(at_desk: Desk) -> None:
    debit = posted(at_desk.account, "50.00", at_desk.today)
    with inside_a_verb(at_desk.approver) as actor:
        allocate([Pair(debit.pk, at_desk.credit.pk, Decimal(50), at_desk.today)], method="manual", actor=actor)
    refund = at_desk.submitted("100.00")

    refused("approval_not_yours", decide_approval, pending(refund).pk, approve=True, actor=at_desk.approver)


def test_whoever_entered_the_bank_details_releases_no_refund_to_them(at_desk: Desk) -> None:
    two_persons_up_to("1000.00", at_desk.account)
    both = person("finance", name="Bert Both")
    with inside_a_verb(both):
        entered = verified(at_desk.customer, by=both, iban="FR1420041010050500013M02606")
        record("bank_account.added", entered, actor=both)
    refund = at_desk.approved(bank_account=entered)

    refused("did_other_half", services.release_refund, refund.pk, actor=both)
    assert services.release_refund(refund.pk, actor=at_desk.finance).state == "released"


def test_an_administrator_is_not_given_the_release_of_refunds() -> None:
    admin, other = person("admin"), person("admin", name="Another Admin")
    person("finance")
    refused("pair_administer_and_decide", grant_role, other.pk, role="finance", starts_on=local_today(), actor=admin)


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "released", "sent", "confirmed", "returned", "rejected", "cancelled"])
def test_every_move_that_is_not_in_the_table_is_refused(at_desk: Desk, state: str) -> None:
    refund = at_desk.draft()
    person("system")
    moves = {
        "submitted": lambda: services.submit_refund(refund.pk, actor=at_desk.clerk),
        "cancelled": lambda: services.cancel_refund(refund.pk, reason="no", actor=at_desk.clerk),
        "rejected": lambda: services.reject_refund(refund.pk, reason="no", actor=at_desk.finance),
        "released": lambda: services.release_refund(refund.pk, actor=at_desk.finance),
        "confirmed": lambda: services.confirm_refund_payment(refund.pk, on=at_desk.today, reference="x", actor=person("system")),
        "returned": lambda: services.return_refund_payment(refund.pk, on=at_desk.today, reason="x", actor=person("system")),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE billing_refundrequest SET state = %s, outcome = 'x', screened_at = now(), approved_by_id = %s, released_by_id = %s "
            "WHERE id = %s",
            [state, at_desk.approver.pk, at_desk.finance.pk, refund.pk],
        )

    for wanted in moves.keys() - REFUND_MOVES.get(state, set()):
        refused("wrong_state", moves[wanted])
    refund.refresh_from_db()
    assert refund.state == state


def test_nothing_is_posted_into_a_closed_month(at_desk: Desk) -> None:
    refund = at_desk.approved()
    FiscalPeriod.objects.filter(entity=at_desk.account.entity).update(state="closed")

    refused("period_closed", services.release_refund, refund.pk, actor=at_desk.finance)
    assert OpenItem.objects.filter(kind="refund").count() == 0


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE billing_refundrequest SET amount = 1", "refundrequest_submitted_stays"),
        ("UPDATE billing_refundrequest SET three_persons = false", "refundrequest_submitted_stays"),
        ("UPDATE billing_refundline SET amount = 1", "refundrequest_submitted_stays"),
        ("DELETE FROM billing_refundline", "refundrequest_submitted_stays"),
        ("UPDATE billing_refundrequest SET approved_by_id = created_by_id", "refundrequest_approved_by_another"),
        ("UPDATE billing_refundrequest SET released_by_id = created_by_id", "refundrequest_three_persons"),
        ("UPDATE billing_refundrequest SET state = 'released'", "refundrequest_released_was_approved"),
        ("UPDATE billing_refundrequest SET state = 'rejected'", "refundrequest_end_says_why"),
    ],
)
def test_the_database_says_no_too(at_desk: Desk, statement: str, constraint: str) -> None:
    at_desk.submitted()
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]


def test_a_cancelled_refund_withdraws_its_question(at_desk: Desk) -> None:
    refund = at_desk.submitted()
    services.cancel_refund(refund.pk, reason="The client changed its mind", actor=at_desk.clerk)

    assert queries.approvals_of(refund).get().state == "withdrawn"
    with pytest.raises(BusinessError):
        decide_approval(queries.approvals_of(refund).get().pk, approve=True, actor=at_desk.approver)


@pytest.mark.django_db(transaction=True)
def test_two_refunds_asked_at_once_never_take_more_than_the_credit_has() -> None:
    """Two clerks submit 300 each of a credit of 500 at the same moment: one is refused, whoever comes second."""
    at_desk = desk()
    drafts = [at_desk.draft("300.00") for _one in "ab"]
    barrier, answers = Barrier(2), []

    def ask(refund: RefundRequest) -> None:
        barrier.wait()
        try:
            answers.append(services.submit_refund(refund.pk, actor=at_desk.clerk).state)
        except BusinessError as refusal:
            answers.append(refusal.code)
        connection.close()

    threads = [Thread(target=ask, args=(refund,)) for refund in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["refund_exceeds_free_credit", "submitted"]
    assert [item.free for item in queries.credits_of(at_desk.account)] == [Decimal("200.00")]
