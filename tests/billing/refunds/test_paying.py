"""CAA-21: the file for the bank, fetched once; what the bank says; money that comes back."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from factories.refunds import OURS, Desk, captured, desk, own_account, report
from people import person
from refusals import refused

from o2c.accounts.customers.models import BankAccount
from o2c.billing.ledger.models import JournalLine, OpenItem
from o2c.billing.refunds import queries, services
from o2c.billing.refunds.models import PaymentFile, RefundRequest, StatusReport
from o2c.compliance.freezes.services import place_freeze
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.entities.models import OwnBankAccount
from o2c.core.outbox.models import Outbox, Webhook

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk() -> Desk:
    return desk()


def state(refund: RefundRequest) -> str:
    refund.refresh_from_db()
    return refund.state


def balance(account: str) -> Decimal:
    return sum((line.debit - line.credit for line in JournalLine.objects.filter(control_account=account)), Decimal(0))


def test_one_file_carries_what_is_released_and_stands_under_its_hash(at_desk: Desk) -> None:
    first, second = at_desk.released("200.00"), at_desk.released("100.50")
    file = at_desk.filed(first, second)

    assert (file.count, file.total, file.format) == (2, Decimal("300.50"), "pain.001.001.09")
    assert file.sha256 == hashlib.sha256(file.content.encode()).hexdigest()
    for text in (first.number, second.number, at_desk.bank.iban, OURS, "<CtrlSum>300.50</CtrlSum>", "<NbOfTxs>2</NbOfTxs>"):
        assert text in file.content
    assert (state(first), state(second)) == ("released", "released")


def test_the_version_is_the_one_the_bank_takes(at_desk: Desk) -> None:
    own_account(at_desk.account, payment_format="pain.001.001.03")
    file = at_desk.filed(at_desk.released())
    assert "urn:iso:std:iso:20022:tech:xsd:pain.001.001.03" in file.content

    OwnBankAccount.objects.update(payment_format="pain.001.001.12")
    refund = at_desk.released("10.00")
    refused("payment_file_format", at_desk.filed, refund)


def test_a_file_is_fetched_once_and_again_only_when_another_person_agrees(at_desk: Desk) -> None:
    refund = at_desk.released()
    file = at_desk.filed(refund)
    services.fetch_payment_file(file.pk, actor=at_desk.finance)
    assert state(refund) == "sent"

    refused("payment_file_fetched", services.fetch_payment_file, file.pk, actor=at_desk.finance)
    asked = services.ask_another_fetch(file.pk, reason="The upload broke off", actor=at_desk.finance)
    refused("payment_file_fetched", services.fetch_payment_file, file.pk, actor=at_desk.finance)
    refused("approval_not_yours", decide_approval, asked.pk, approve=True, actor=at_desk.finance)
    decide_approval(asked.pk, approve=True, actor=at_desk.approver)

    again = services.fetch_payment_file(file.pk, actor=at_desk.finance)
    assert (again.sha256, again.fetches_left) == (file.sha256, 0)
    refused("payment_file_fetched", services.fetch_payment_file, file.pk, actor=at_desk.finance)


def test_what_does_not_belong_into_a_file_stays_out(at_desk: Desk) -> None:
    own = own_account(at_desk.account)
    refused("refund_file_empty", services.make_payment_file, own.pk, refund_ids=[], actor=at_desk.finance)
    refused("wrong_state", at_desk.filed, at_desk.approved("1.00"))
    filed = at_desk.released("2.00")
    at_desk.filed(filed)
    refused("refund_in_file_already", at_desk.filed, filed)
    card = at_desk.released("3.00", bank_account=None, capture=captured(at_desk.customer))
    refused("refund_not_for_bank", at_desk.filed, card)
    refused("refund_not_for_card", services.send_card_refund, filed.pk, actor=at_desk.finance)
    other = at_desk.released("4.00")
    OwnBankAccount.objects.filter(pk=own.pk).update(currency="USD")
    refused("refund_file_other_account", at_desk.filed, other)


def test_a_freeze_between_release_and_bank_holds_the_file(at_desk: Desk) -> None:
    first, second = at_desk.released("5.00"), at_desk.released("6.00")
    file = at_desk.filed(first)
    place_freeze(at_desk.customer.pk, reason="Order", actor=person("compliance_officer"))

    refused("gate_closed", at_desk.filed, second)
    refused("gate_closed", services.fetch_payment_file, file.pk, actor=at_desk.finance)
    assert state(first) == "released"
    gone = services.discard_payment_file(file.pk, reason="The payee is frozen", actor=at_desk.finance)
    first.refresh_from_db()
    assert (gone.state, first.payment.file) == ("discarded", None)
    refused("payment_file_fetched", services.fetch_payment_file, file.pk, actor=at_desk.finance)


def test_details_blocked_after_the_release_do_not_reach_the_file(at_desk: Desk) -> None:
    refund = at_desk.released()
    BankAccount.objects.filter(pk=at_desk.bank.pk).update(state="blocked")
    refused("refund_bank_not_verified", at_desk.filed, refund)


def test_the_banks_report_confirms_one_payment_and_gives_the_other_back(at_desk: Desk) -> None:
    paid, refused_one, going = at_desk.released("200.00"), at_desk.released("100.00"), at_desk.released("50.00")
    file = at_desk.filed(paid, refused_one, going)
    services.fetch_payment_file(file.pk, actor=at_desk.finance)
    answers = [(paid.number, "ACSC"), (refused_one.number, "RJCT"), (going.number, "ACSP"), ("RF-UNKNOWN", "ACSC")]

    said = services.take_status_report(report(file.message_id, *answers), actor=at_desk.finance)

    assert (state(paid), state(refused_one), state(going)) == ("confirmed", "returned", "sent")
    assert (said.confirmed, said.returned, said.noted) == (1, 1, 1)
    assert [found["end_to_end"] for found in said.findings] == ["RF-UNKNOWN"]
    assert (balance("bank"), balance("refunds_payable")) == (Decimal(300), Decimal(-50))  # 500 received, 200 paid; 50 under way
    restored = OpenItem.objects.get(kind="return")
    assert (restored.side, restored.control_account, restored.open_amount) == ("credit", "unapplied", Decimal(100))
    assert (refused_one.outcome, going.payment.status) == ("AC04", "ACSP")
    assert {item.reference: item.free for item in queries.credits_of(at_desk.account)} == {
        "Bank 4711": Decimal(150),
        refused_one.number: Decimal(100),
    }


def test_the_same_report_twice_changes_nothing(at_desk: Desk) -> None:
    refund = at_desk.sent()
    content = report(refund.payment.file.message_id, (refund.number, "ACSC"))
    first = services.take_status_report(content, actor=at_desk.finance)
    entries = JournalLine.objects.count()

    assert services.take_status_report(content, actor=at_desk.finance) == first
    late = services.take_status_report(report(refund.payment.file.message_id, (refund.number, "RJCT"), message="B2"), actor=at_desk.finance)

    assert (JournalLine.objects.count(), StatusReport.objects.count(), state(refund)) == (entries, 2, "confirmed")
    assert [found["code"] for found in late.findings] == ["status_too_late"]


@pytest.mark.parametrize(("group", "expected"), [("ACSC", "confirmed"), ("RJCT", "returned"), ("ACCP", "sent"), ("PART", "sent")])
def test_a_word_about_the_whole_file_speaks_for_each_payment(at_desk: Desk, group: str, expected: str) -> None:
    refund = at_desk.sent()
    services.take_status_report(report(refund.payment.file.message_id, group=group), actor=at_desk.finance)
    assert state(refund) == expected


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        b"<Document><CstmrPmtStsRpt>",
        b"<Document><CstmrDrctDbtInitn/></Document>",
        b"\x00\x01\x02",
        b"<Document>" + b" " * (5 * 1024 * 1024) + b"</Document>",
    ],
    ids=["external", "laughs", "broken", "other", "binary", "large"],
)
def test_a_hostile_or_wrong_file_is_refused_whole(content: bytes) -> None:
    refused("status_broken", services.take_status_report, content, actor=person("finance"))
    assert StatusReport.objects.count() == 0


def test_a_payment_that_was_booked_and_came_back_restores_the_credit_from_the_bank(at_desk: Desk) -> None:
    refund = at_desk.sent("200.00")
    services.confirm_refund_payment(refund.pk, on=at_desk.today, reference="STMT-9", actor=person("system"))
    services.return_refund_payment(refund.pk, on=at_desk.today, reason="Account closed", actor=person("system"))

    assert state(refund) == "returned"
    assert (balance("bank"), balance("refunds_payable"), balance("unapplied")) == (Decimal(500), 0, Decimal(-500))
    again = at_desk.draft("200.00", amounts={OpenItem.objects.get(kind="return").pk: Decimal(200)})
    assert services.submit_refund(again.pk, actor=at_desk.clerk).state == "submitted"


def test_nothing_is_paid_before_it_was_released(at_desk: Desk) -> None:
    refund = at_desk.sent()
    early = at_desk.today - timedelta(days=1)
    refused("refund_paid_before_release", services.confirm_refund_payment, refund.pk, on=early, reference="x", actor=person("system"))
    assert state(refund) == "sent"


def test_whoever_listens_is_told_each_state(at_desk: Desk) -> None:
    for step in ("submitted", "approved", "released", "sent"):
        Webhook.objects.create(name=step, url=f"https://hooks.example/{step}", topics=[f"refund.{step}"], secret="s" * 32)
    refund = at_desk.sent()
    told = Outbox.objects.filter(channel="webhook", subject_id=refund.pk).order_by("pk").values_list("topic", flat=True)
    assert list(told) == ["refund.submitted", "refund.approved", "refund.released", "refund.sent"]


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE billing_paymentfile SET content = 'x'", "paymentfile_immutable"),
        ("DELETE FROM billing_paymentfile", "paymentfile_immutable"),
        ("UPDATE billing_refundpayment SET iban = 'DE00'", "refundpayment_immutable"),
        ("UPDATE billing_refundpayment SET amount = 1", "refundpayment_immutable"),
        ("UPDATE billing_refundpayment SET confirmed_on = now()", "refundpayment_confirmed_is_posted"),
    ],
)
def test_the_database_keeps_what_was_sent(at_desk: Desk, statement: str, constraint: str) -> None:
    at_desk.filed(at_desk.released())
    with pytest.raises(IntegrityError) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]
    assert PaymentFile.objects.count() == ApprovalRequest.objects.filter(state="approved").count()
