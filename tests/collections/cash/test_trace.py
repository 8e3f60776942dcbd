"""O2C-17 down to the bank: a line of a statement walks back to the campaign it paid for, a refund on to the debit that paid it."""

from datetime import date, timedelta

import pytest
from factories.accounts import CampaignFactory
from factories.billing import billable, issued, new_line
from factories.cash import imported, matcher, own_account, paid_in, payment
from factories.refunds import Desk, desk
from factories.refunds import own_account as refunding_account
from people import person

from o2c.billing.ledger.models import JournalEntry, OpenItem
from o2c.collections.cash.coding.services import code_by_rule
from o2c.collections.cash.matching.rules import Share
from o2c.collections.cash.matching.services import apply_receipt
from o2c.collections.cash.statements.models import StatementLine
from o2c.core import gates
from o2c.core.tracing.queries import walk

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def kinds(steps: list) -> list[str]:  # type: ignore[type-arg]
    return [step.kind.code.partition(".")[2] for step in steps]


def test_an_amount_walks_from_the_campaign_to_the_bank_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for question in ("release_document", "post_document"):
        monkeypatch.setitem(gates._answers, question, [lambda customer, **facts: []])
    account = billable()
    campaign = CampaignFactory(advertiser=account.customer, name="Spring")
    invoice = issued(account, lines=[new_line("100", campaign_id=campaign.pk)], on=date(2026, 2, 25))
    item = OpenItem.objects.get(entry=invoice.entry)
    own_account(entity=account.entity)
    receipt = paid_in(str(item.original_amount), item.reference, payer=account.customer.legal_name)
    apply_receipt(receipt.pk, account=account, shares=[Share(item.pk, item.original_amount)], actor=matcher())
    reader, line = person("auditor"), StatementLine.objects.get()

    ahead = kinds(walk(reader, "accounts.campaign", campaign.public_id).after)
    assert ahead == ["documentline", "document", "journalentry", "allocation", "journalentry", "receipt", "statementline"]
    back = kinds(walk(reader, "collections.statementline", line.public_id).before)
    assert back[::-1] == ["receipt", "journalentry", "allocation", "journalentry", "document", "documentline", "campaign"]


def debit_of(reference: str, amount: str, on: date) -> str:
    """A statement entry that takes money from our account, with the end-to-end reference of a payment of ours."""
    told = payment("DEBIT1", amount, "Refund", on=on).replace("CRDT", "DBIT")
    return told.replace("<TxDtls>", f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>")


@pytest.fixture
def at_desk() -> Desk:
    return desk()


@pytest.mark.parametrize(("amount", "days_before", "expected"), [("200.00", 0, "confirmed"), ("199.99", 0, "sent"), ("200.00", 1, "sent")])
def test_the_banks_debit_confirms_the_refund_it_pays_and_no_other(at_desk: Desk, amount: str, days_before: int, expected: str) -> None:
    """Requirement CAA-21: the status changes on import of the bank's confirmation; the money leaves the bank once."""
    refund = at_desk.sent("200.00")
    own = refunding_account(at_desk.account)
    own_account(entity=at_desk.account.entity)
    imported(debit_of(refund.payment.end_to_end, amount, at_desk.today - timedelta(days=days_before)))
    line = StatementLine.objects.get()

    for _night in range(2):
        code_by_rule(line.account_id, actor=person("system"))

    refund.refresh_from_db()
    line.refresh_from_db()
    assert refund.state == expected
    seen = kinds(walk(person("auditor"), "billing.refundrequest", refund.public_id).after)
    if expected == "sent":
        assert (line.coding, "statementline" in seen) == (None, False)
        return
    assert line.coded_to == "refunds_payable"
    assert "statementline" in seen
    assert kinds(walk(person("auditor"), "collections.statementline", line.public_id).before)[-1] == "refundrequest"
    booked = JournalEntry.objects.filter(lines__control_account="bank", lines__credit=200).count()
    taken_back = JournalEntry.objects.filter(lines__control_account="bank", lines__debit=200).count()
    assert (booked, taken_back) == (2, 1)  # the statement's and the refund's, less the statement's taken back
    assert own.pk
