"""What becomes of entries that are no payment of a customer: fees coded, returns booked, days signed; and the proofs over all of it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from bank_files import CAMT
from django.db import connection
from django.test import Client
from django.urls import reverse
from factories.accounts import FinancialAccountFactory
from factories.billing import inside_a_verb, posted, settled
from factories.cash import imported, own_account
from people import master_of, person

from o2c.billing.ledger.models import Allocation, OpenItem
from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.billing.ledger.services import post_many
from o2c.collections.cash.coding.rules import suggested
from o2c.collections.cash.coding.services import code_by_rule, code_line, uncode_line
from o2c.collections.cash.matching.night import on_file_imported
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.receipts.services import identify_receipt
from o2c.collections.cash.receipts.words import why
from o2c.collections.cash.returns.night import on_returns_imported
from o2c.collections.cash.returns.services import book_return
from o2c.collections.cash.review.proofs import bank_days_are_reviewed
from o2c.collections.cash.review.services import sign_bank_day
from o2c.collections.cash.statements.models import BankStatement, StatementLine
from o2c.collections.cash.statements.proofs import bank_balances_are_the_banks, receipts_are_in_one_place
from o2c.core.access.models import User
from o2c.core.errors import BusinessError, Conflict
from o2c.core.outbox.models import Outbox
from o2c.core.work.models import Task

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
CHARGE = CAMT.replace(
    "<AcctSvcrRef>REF2</AcctSvcrRef>",
    "<AcctSvcrRef>REF2</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>MDOP</Cd><SubFmlyCd>CHRG</SubFmlyCd></Fmly></Domn></BkTxCd>",
)


@pytest.fixture
def clerk() -> User:
    return master_of("collections", name="Cassandra Cash")


def whys(bad: Sequence[object]) -> list[str]:
    return [row.why for row in bad]  # type: ignore[attr-defined]


def proven() -> list[str]:
    return whys([*bank_balances_are_the_banks(DAY), *receipts_are_in_one_place(DAY)])


@pytest.mark.parametrize(("kind", "account", "coded"), [
    ("PMNT/MDOP/CHRG", "", "bank_charges"), ("808", "", "bank_charges"), ("698", "", "bank_charges"), ("ACMT/MCOP/INTR", "", "interest"),
    ("575", "", "transfers"), ("166", "DE02120300000000202051", "transfers"), ("PMNT/RCDT/ESCT", "", None), ("166", "", None),
])  # fmt: skip
def test_the_banks_code_says_what_is_no_receivable(kind: str, account: str, coded: str | None) -> None:
    found = suggested(kind, account, {"DE02120300000000202051"})
    assert (found.control_account if found else None) == coded


def test_a_fee_is_coded_by_its_code_and_may_be_taken_back(clerk: User) -> None:
    account = own_account()
    imported(CHARGE)
    assert (code_by_rule(account.pk, actor=clerk), code_by_rule(account.pk, actor=clerk)) == (1, 0)
    fee = StatementLine.objects.get(direction="debit")
    assert (fee.state, fee.coded_to, proven()) == ("matched", "bank_charges", [])
    uncode_line(fee.pk, on=DAY, reason="It was a return", actor=clerk)
    fee.refresh_from_db()
    assert (fee.state, fee.coding, proven()) == ("unmatched", None, [])


def test_a_credit_that_is_no_payment_leaves_its_receipt(clerk: User) -> None:
    own_account()
    imported(CAMT)
    line = StatementLine.objects.get(direction="credit")
    with pytest.raises(BusinessError, match="coding_unknown"):
        code_line(line.pk, control_account="revenue", reason="x", actor=clerk)
    code_line(line.pk, control_account="interest", reason="Interest of the quarter", actor=clerk)
    assert (Receipt.objects.get().state, proven()) == ("coded", [])
    with pytest.raises(Conflict):
        code_line(line.pk, control_account="interest", reason="again", actor=clerk)


def returned(extra: str = "3.00") -> StatementLine:
    """The day after, the bank takes the 119.00 back, and its fee."""
    amount = Decimal("119.00") + Decimal(extra)
    details = "<NtryDtls><TxDtls><Refs><EndToEndId>E2E-1</EndToEndId></Refs><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>"
    row = CAMT[CAMT.index('<Ntry><Amt Ccy="EUR">3.50') : CAMT.index("</Stmt>")]
    row = row.replace("3.50", str(amount)).replace("REF2", "REF9").replace("</Ntry>", f"{details}</Ntry>")
    head = CAMT[: CAMT.index("<Ntry>")].replace("115.50", str(Decimal("115.50") - amount)).replace(">0.00<", ">115.50<").replace("S1", "S2")
    head = head.replace(f"{Decimal('115.50') - amount}</Amt><CdtDbtInd>CRDT", f"{amount - Decimal('115.50')}</Amt><CdtDbtInd>DBIT")
    file = imported((head + row + "</Stmt></BkToCstmrStmt></Document>").replace("2026-03-02", "2026-03-03"))
    assert file.state == "done", file.findings
    return StatementLine.objects.get(bank_reference="REF9")


@pytest.mark.parametrize("is_fee_charged", [False, True])
def test_a_returned_payment_opens_what_it_paid(clerk: User, is_fee_charged: bool) -> None:
    own_account()
    imported(CAMT.replace("NOTPROVIDED", "E2E-1"))
    receipt = Receipt.objects.get()
    account = FinancialAccountFactory(entity=receipt.entity, currency="EUR")
    invoice = posted(account, "119.00", date(2026, 1, 5))
    identify_receipt(receipt.pk, account=account, actor=clerk)
    credit = OpenItem.objects.get(kind="receipt")
    settled(invoice, credit, "119.00", DAY)
    line = returned()
    book_return(line.pk, is_fee_charged=is_fee_charged, actor=clerk)
    invoice.refresh_from_db()
    receipt.refresh_from_db()
    assert (invoice.open_amount, invoice.due_date, receipt.state) == (Decimal("119.00"), date(2026, 2, 4), "returned")
    assert Allocation.objects.filter(debit_item=invoice, amount__lt=0).get().effective_on == date(2026, 3, 3)
    fees = OpenItem.objects.filter(kind="fee_note", open_amount=Decimal("3.00")).count()
    assert (fees, proven()) == (int(is_fee_charged), [])
    task = Task.objects.get(kind="returned_payment")
    assert "Collect once more" in task.advice
    with pytest.raises(Conflict):
        book_return(line.pk, receipt_id=receipt.pk, actor=clerk)


def test_a_return_nobody_knows_waits_for_a_person(clerk: User) -> None:
    own_account()
    imported(CAMT)
    with pytest.raises(BusinessError, match="return_original_unknown"):
        book_return(returned().pk, actor=clerk)
    assert StatementLine.objects.filter(state="matched").count() == 0


def test_a_day_is_signed_once_its_statement_is_there(clerk: User) -> None:
    account = own_account()
    with time_machine.travel("2026-03-04 08:00"):
        imported(CAMT)
        with pytest.raises(BusinessError, match="bank_day_explain"):
            sign_bank_day(account.pk, day=DAY, actor=clerk)
        with pytest.raises(BusinessError, match="bank_day_without_statement"):
            sign_bank_day(account.pk, day=date(2026, 3, 3), actor=clerk)
        bad = whys(list(bank_days_are_reviewed(date(2026, 3, 4))))
        assert bad[:2] == ["proof_bank_day_statement", "proof_bank_day_review"]
        review = sign_bank_day(account.pk, day=DAY, note="Both known", actor=clerk)
        assert (review.lines, review.unmatched, review.closing) == (2, 2, Decimal("115.50"))
        assert "proof_bank_day_review" not in whys(list(bank_days_are_reviewed(date(2026, 3, 4))))


def test_the_bank_proof_names_the_day_from_which_it_breaks() -> None:
    own_account()
    imported(CAMT)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE collections_bankstatement SET closing = closing + 1 WHERE id = %s", [BankStatement.objects.get().pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert proven() == ["proof_bank_balance"]


def test_the_receipt_proof_finds_money_the_journal_does_not_know() -> None:
    own_account()
    imported(CAMT)
    Receipt.objects.update(state="coded")
    assert proven() == ["proof_unidentified_differs"]


def test_the_days_are_shown_with_what_is_late(client: object) -> None:
    own_account()
    imported(CAMT)
    client.force_login(person("cash_clerk"))  # type: ignore[attr-defined]
    with time_machine.travel("2026-03-04 08:00"):
        page = client.get("/collections/bank-days/").content.decode()  # type: ignore[attr-defined]
    assert "no statement" in page
    assert "not signed" in page


def test_a_file_that_came_by_page_has_its_fees_coded_and_its_sure_returns_booked() -> None:
    own_account()
    file = imported(CHARGE.replace("NOTPROVIDED", "E2E-1"))
    assert Outbox.objects.filter(topic="statement_file.imported", subject_id=file.pk).exists()
    for _ in range(2):
        on_file_imported(file.pk, {})
    assert StatementLine.objects.get(direction="debit").coded_to == "bank_charges"
    receipt = Receipt.objects.get()
    account = FinancialAccountFactory(entity=receipt.entity, currency="EUR")
    line = returned()
    on_returns_imported(line.statement.file_id, {})
    line.refresh_from_db()
    assert line.state == "new", "the payment is on no customer yet"
    identify_receipt(receipt.pk, account=account, actor=master_of("collections"))
    for _ in range(2):
        on_returns_imported(line.statement.file_id, {})
    line.refresh_from_db()
    assert (line.coded_to, proven()) == ("returned", [])


def test_entries_are_coded_one_by_one_and_in_bulk_and_taken_back(client: Client) -> None:
    own_account()
    imported(CHARGE)
    client.force_login(person("cash_clerk"))
    fee = StatementLine.objects.get(direction="debit")
    url = reverse("coding_list") + "?direction=debit"
    assert "bank charges" in client.get(url).content.decode()
    typed = {"control_account": "interest", "reason": "Quarter"}
    dry = client.post(url, {"bulk": "code", "row": [str(fee.public_id)], **typed}).content.decode()
    selection = dry.split('name="selection" value="')[1].split('"')[0]
    client.post(url, {"bulk": "code", "selection": selection, "confirm": "1", **typed})
    fee.refresh_from_db()
    assert fee.coded_to == "interest"
    client.post(reverse("line_uncode", args=[fee.public_id]), {"on": "2026-03-02", "reason": "A fee"})
    panel = client.get(reverse("line_coding", args=[fee.public_id])).content.decode()
    assert "says what it is" in panel
    form = client.get(reverse("line_code", args=[fee.public_id])).content.decode()
    assert '<option value="bank_charges" selected' in form
    client.post(reverse("line_code", args=[fee.public_id]), {"control_account": "bank_charges", "reason": "Its code"})
    fee.refresh_from_db()
    assert (fee.coded_to, client.get(reverse("line_code", args=[fee.public_id])).status_code) == ("bank_charges", 404)


def test_a_return_without_a_reference_is_booked_by_form_with_the_next_step_in_words(client: Client) -> None:
    own_account()
    imported(CAMT)
    receipt = Receipt.objects.get()
    identify_receipt(receipt.pk, account=FinancialAccountFactory(entity=receipt.entity, currency="EUR"), actor=master_of("collections"))
    line = returned()
    client.force_login(person("cash_clerk"))
    url = reverse("line_return", args=[line.public_id])
    page = client.get(url).content.decode()
    assert "No reference names one payment" in page
    assert "Collect once more" in page
    assert client.post(url, {"paid": "receipt_id-0"}).status_code == 422
    client.post(url, {"paid": f"receipt_id-{receipt.pk}", "is_fee_charged": "on"})
    receipt.refresh_from_db()
    assert (receipt.state, OpenItem.objects.get(kind="fee_note").open_amount) == ("returned", Decimal("3.00"))
    assert "Booked as a return" in client.get(reverse("line_returned", args=[line.public_id])).content.decode()


def test_a_collection_from_before_our_statements_comes_back(clerk: User) -> None:
    """Imported history has no receipt: the return finds its entry by the invoice it names, and opens what it paid."""
    account = FinancialAccountFactory(entity=own_account().entity, currency="EUR")
    invoice = posted(account, "119.00", date(2026, 1, 5), reference="RE-2025-77")
    imported(CAMT)
    posting = Posting(
        kind="receipt", reference="RE-2025-77", entity_id=account.entity_id, currency="EUR", document_date=date(2026, 2, 2),
        posting_date=date(2026, 2, 2), account_id=account.pk, customer_id=account.customer_id, source_key="import:payment:1",
        items=[Item(Decimal("-119.00"), date(2026, 2, 2), "unapplied")], lines=[Line("bank", Decimal("119.00"))],
    )  # fmt: skip
    with inside_a_verb() as actor:
        (booking,) = post_many([posting], actor=actor)
    settled(invoice, booking.items[0], "119.00", date(2026, 2, 2))
    line = returned()
    with pytest.raises(BusinessError, match="return_original_unknown"):
        book_return(line.pk, actor=clerk)
    StatementLine.objects.filter(pk=line.pk).update(purpose="Ruecklastschrift RE-2025-77 AM04")
    book_return(line.pk, actor=clerk)
    invoice.refresh_from_db()
    line.refresh_from_db()
    assert (invoice.open_amount, invoice.due_date, line.coded_to) == (Decimal("119.00"), date(2026, 2, 4), "returned")
    assert OpenItem.objects.get(pk=booking.items[0].pk).open_amount == 0
    assert proven() == []
    assert Task.objects.get(kind="returned_payment").object_label


def test_what_a_rule_coded_is_said_in_words() -> None:
    assert why("coding_by_code:PMNT-CHRG") == "The bank's code PMNT-CHRG says what it is."
    assert why("Fee: as agreed") == "Fee: as agreed"
