"""Bank files into the book: what is booked, what is known again, what is asked."""

from decimal import Decimal

import pytest
from bank_files import CAMT, MT940, camt
from django.db.models import Sum
from factories.cash import imported, own_account

from o2c.billing.ledger.models import JournalLine
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.statements.models import BankStatement, StatementFile, StatementLine
from o2c.core.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def bank_balance() -> Decimal:
    found = JournalLine.objects.filter(control_account="bank").aggregate(debit=Sum("debit"), credit=Sum("credit"))
    return (found["debit"] or Decimal(0)) - (found["credit"] or Decimal(0))


def codes(file: StatementFile) -> list[str]:
    return [found["code"] for found in file.findings]


def test_a_statement_is_booked_against_unidentified_cash() -> None:
    account = own_account()
    file = imported(CAMT)

    assert (file.state, file.outcome, file.new_entries, file.account) == ("done", "ok", 2, account)
    credit, debit = StatementLine.objects.order_by("position")
    assert (credit.payer, credit.purpose, credit.direction, credit.end_of_day) == (
        "Muster & Söhne", "RE-2026-100123", "credit", BankStatement.objects.get(),
    )  # fmt: skip
    [receipt] = Receipt.objects.all()
    assert (receipt.line, receipt.amount, receipt.state, receipt.customer) == (credit, Decimal("119.00"), "unidentified", None)
    assert bank_balance() == Decimal("115.50")
    assert debit.entry is not None
    assert AuditEvent.objects.filter(action="bank_statement.imported").count() == 1


def test_the_same_bytes_are_one_file() -> None:
    own_account()
    first, again = imported(CAMT), imported(CAMT, name="again.xml")
    assert (first, StatementLine.objects.count()) == (again, 2)


def test_the_same_statement_under_another_message_id_adds_nothing() -> None:
    own_account()
    imported(CAMT)
    again = imported(CAMT.replace("MSG", "GSM"))
    assert (again.outcome, again.new_entries, StatementLine.objects.count()) == ("duplicate", 0, 2)


def test_two_equal_payments_of_one_statement_are_both_kept() -> None:
    own_account()
    assert imported(camt(("119.00", ""), ("119.00", ""), closing="238.00")).new_entries == 2


def test_an_equal_payment_in_the_next_statement_of_the_day_is_kept() -> None:
    own_account()
    imported(camt(("119.00", ""), closing="119.00"))
    second = camt(("119.00", ""), opening="119.00", closing="238.00").replace("<Id>S1</Id>", "<Id>S2</Id>")
    assert imported(second).new_entries == 1
    assert bank_balance() == Decimal("238.00")
    assert imported(second.replace("MSG", "GSM")).new_entries == 0


def test_intraday_then_end_of_day_counts_once() -> None:
    own_account()
    intraday = CAMT.replace("camt.053", "camt.052").replace("BkToCstmrStmt", "BkToCstmrAcctRpt").replace("Stmt>", "Rpt>")
    intraday = intraday.replace("<Id>S1</Id>", "<Id>R1</Id>").replace("REF1", "")
    assert imported(intraday).new_entries == 2
    file = imported(CAMT)
    assert (file.outcome, file.new_entries, bank_balance()) == ("duplicate", 0, Decimal("115.50"))
    assert StatementLine.objects.filter(end_of_day=None).count() == 0


def test_a_balance_that_misses_waits_for_a_reason() -> None:
    own_account()
    content = camt(("119.00", "R1"), closing="120.00")
    file = imported(content)
    assert (file.state, file.outcome, codes(file), StatementLine.objects.count()) == ("asking", "warn", ["balance_differs"], 0)
    file = imported(content, difference_reason="Amounts were masked")
    assert (file.state, file.outcome, StatementLine.objects.count()) == ("done", "warn", 1)
    assert BankStatement.objects.get().difference == Decimal("1.00")


def test_a_missing_statement_waits_for_a_reason() -> None:
    own_account()
    imported(camt(("119.00", "R1"), closing="119.00"))
    later = camt(("1.00", "R9"), opening="500.00", closing="501.00").replace("2026-03-02", "2026-03-04").replace("S1", "S3")
    file = imported(later)
    assert (file.state, file.outcome, codes(file), StatementLine.objects.count()) == ("asking", "warn", ["statement_gap"], 1)
    imported(later, gap_reason="The bank closed early")
    assert BankStatement.objects.get(reference="S3").gap_reason == "The bank closed early"


def test_an_unknown_account_is_asked_once() -> None:
    account = own_account(iban="DE02120300000000202051")
    file = imported(CAMT)
    assert (file.state, file.outcome, codes(file), StatementLine.objects.count()) == ("asking", "ask", ["account_unknown"], 0)
    file = imported(CAMT, accounts={"DE89 3704 0044 0532 0130 00": account.pk})
    assert (file.state, file.new_entries) == ("done", 2)
    assert imported(camt(("7.00", "R7"), opening="115.50", closing="122.50").replace("S1", "S2")).state == "done"


def test_a_german_account_is_known_by_bank_code_and_number() -> None:
    own_account()
    file = imported(MT940, name="s.sta")
    assert (file.state, file.new_entries) == ("done", 2), file.findings


def test_a_refused_file_may_come_again() -> None:
    file = imported("Dear Sir or Madam", name="letter.txt")
    assert (file.state, file.outcome, codes(file)) == ("refused", "reject", ["unknown_format"])
    assert imported("Dear Sir or Madam", name="letter.txt").state == "refused"
