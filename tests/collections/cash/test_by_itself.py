"""What follows from an import or a decision without another hand: matching at once, the discount's tax, the second person's word."""

from datetime import date
from decimal import Decimal as D

import pytest
from bank_files import CAMT
from factories.accounts import FinancialAccountFactory, PaymentTermFactory
from factories.billing import billable, issued, posted
from factories.cash import imported, matcher, own_account, paid_in
from people import person

from o2c.billing.ledger.models import JournalLine, OpenItem
from o2c.billing.ledger.proofs import items_match_journal
from o2c.collections.cash.matching.models import Application
from o2c.collections.cash.matching.rules import Residual, Share
from o2c.collections.cash.matching.services import apply_receipt, ask_to_ignore
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.statements.models import StatementLine
from o2c.core import gates
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.errors import BusinessError
from o2c.core.outbox import delivery
from o2c.core.outbox.models import Outbox

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def test_an_import_is_matched_at_once_and_told_twice_it_books_nothing_more() -> None:
    account = FinancialAccountFactory(entity=own_account().entity, currency="EUR", customer__legal_name="Muster & Söhne")
    posted(account, "119.00", date(2026, 1, 5), reference="RE-2026-100123")
    imported(CAMT)
    told = Outbox.objects.get(topic="statement_file.imported")
    for _time in range(2):
        Outbox.objects.filter(pk=told.pk).update(state="waiting")
        delivery.deliver(told.pk)
    assert OpenItem.objects.get(reference="RE-2026-100123").open_amount == 0
    assert Application.objects.filter(by_rule=True).count() == 1
    imported(CAMT, name="again.xml")
    assert Outbox.objects.filter(topic="statement_file.imported").count() == 1


def test_a_discount_in_time_lowers_revenue_and_tax_in_the_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    for question in ("release_document", "post_document"):
        monkeypatch.setitem(gates._answers, question, [lambda customer, **facts: []])
    terms = PaymentTermFactory(code="2-10-30", discount_percent=D(2), discount_days=10)
    account = billable(terms=terms)
    own_account(entity=account.entity)
    invoice = issued(account, "100", on=date(2026, 2, 25))
    item = OpenItem.objects.get(entry=invoice.entry)
    receipt = paid_in("117.60", item.reference, payer=account.customer.legal_name)
    kept = Residual(item.pk, "discount", D("2.40"))
    apply_receipt(receipt.pk, account=account, shares=[Share(item.pk, D("117.60"))], residuals=[kept], actor=matcher())
    item.refresh_from_db()
    lines = JournalLine.objects.filter(entry__kind="deduction")
    booked = {line.control_account: line.debit - line.credit for line in lines}
    assert (item.open_amount, booked) == (D(0), {"receivable": D("-2.40"), "discount": D("2.00"), "tax": D("0.40")})
    assert not [*items_match_journal(DAY)]


def test_leaving_an_entry_alone_takes_a_second_person() -> None:
    own_account()
    receipt = paid_in("70.00", "Miete")
    clerk, supervisor = person("cash_clerk"), person("supervisor")
    ask_to_ignore(receipt.line_id, reason="Rent of another company", actor=clerk)
    asked = ApprovalRequest.objects.get()
    with pytest.raises(BusinessError):
        decide_approval(asked.pk, approve=True, actor=clerk)
    decide_approval(asked.pk, approve=True, actor=supervisor)
    assert StatementLine.objects.get().state == "new"
    decide_approval(asked.pk, approve=True, actor=person("approver"))
    assert (StatementLine.objects.get().state, StatementLine.objects.get().reason) == ("ignored", "Rent of another company")
    assert (Receipt.objects.get().state, Receipt.objects.get().reason) == ("parked", "Rent of another company")


def test_what_the_second_person_rejects_stays_open() -> None:
    own_account()
    receipt = paid_in("70.00", "Miete")
    ask_to_ignore(receipt.line_id, reason="Rent", actor=person("cash_clerk"))
    decide_approval(ApprovalRequest.objects.get().pk, approve=False, reason="It is ours", actor=person("supervisor"))
    assert (StatementLine.objects.get().state, Receipt.objects.get().state) == ("new", "unidentified")
