"""Money the bank converted: booked on the account in the currency it was paid in, gained or lost by the rate, and taken back."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse
from factories.accounts import FinancialAccountFactory
from factories.billing import posted
from factories.cash import imported, matcher, own_account, payment
from people import person

from o2c.billing.ledger.models import JournalLine, OpenItem
from o2c.collections.cash.matching import services, shown
from o2c.collections.cash.matching.models import Application, MatchProposal
from o2c.collections.cash.matching.rules import Share
from o2c.collections.cash.matching.run import match_entity
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.receipts.services import identify_receipt
from o2c.collections.cash.statements.proofs import receipts_are_in_one_place
from o2c.core.errors import BusinessError

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def converted(paid: str = "1000.00") -> tuple[OpenItem, Receipt]:
    """USD 1,000 invoiced at 1.10; the bank turns the payment into EUR 925.93. Source: o2c reference 17."""
    account = FinancialAccountFactory(entity=own_account().entity, currency="USD")
    invoice = posted(account, "1000.00", date(2026, 1, 5), reference="RE-2026-100123", rate=D("1.10"))
    told = payment("R1", "925.93", "RE-2026-100123", payer=account.customer.legal_name)
    original = f'<AmtDtls><InstdAmt><Amt Ccy="USD">{paid}</Amt></InstdAmt></AmtDtls>'
    imported(told.replace("<TxDtls>", f"<TxDtls>{original}"))
    return invoice, Receipt.objects.get()


def result() -> D:
    """What the currency gained, in euros."""
    return -sum(JournalLine.objects.filter(control_account="currency_result").values_list("base_amount", flat=True))


def proven() -> list[str]:
    return [bad.name for bad in receipts_are_in_one_place(DAY)]


def test_a_proposal_in_another_currency_is_booked_with_its_gain() -> None:
    invoice, receipt = converted()
    match_entity(receipt.entity, on=DAY, actor=matcher())
    proposal = MatchProposal.objects.get()
    assert (proposal.tier, proposal.account, proposal.evidence[0]["code"]) == ("suggest", invoice.account, "instructed_amount")
    services.confirm_match(proposal.pk, actor=matcher())
    invoice.refresh_from_db()
    receipt.refresh_from_db()
    assert (invoice.open_amount, receipt.account, receipt.state) == (0, invoice.account, "on_customer")
    assert (Application.objects.get().currency, Application.objects.get().applied) == ("USD", D(1000))
    assert (result(), proven()) == (D("16.84"), [])
    clearing = JournalLine.objects.filter(control_account="clearing").values_list("base_amount", flat=True)
    assert sum(clearing) == 0


def test_taking_it_back_leaves_nothing() -> None:
    invoice, receipt = converted()
    shares = [Share(invoice.pk, D(1000))]
    made = services.apply_receipt(receipt.pk, account=invoice.account, shares=shares, actor=matcher())
    services.unallocate_receipt(made.pk, on=DAY, reason="Not theirs", kind="wrong_customer", actor=matcher())
    invoice.refresh_from_db()
    receipt.refresh_from_db()
    assert (invoice.open_amount, receipt.state, receipt.conversion, result(), proven()) == (D(1000), "unidentified", None, 0, [])


def test_without_the_banks_amount_nothing_is_converted() -> None:
    account = FinancialAccountFactory(entity=own_account().entity, currency="USD")
    imported(payment("R1", "925.93", "RE-2026-100123"))
    with pytest.raises(BusinessError, match="receipt_other_currency"):
        identify_receipt(Receipt.objects.get().pk, account=account, actor=matcher())


def test_the_screen_counts_in_the_currency_of_the_account(client: Client) -> None:
    _invoice, receipt = converted()
    match_entity(receipt.entity, on=DAY, actor=matcher())
    client.force_login(person("cash_clerk"))
    proposal = MatchProposal.objects.get()
    page = client.get(reverse("match_detail", args=[proposal.public_id])).content.decode()
    assert "1,000.00" in page
    assert shown.sum_of(proposal, [D(1000)]) == shown.Sum(D(1000), D(1000), "USD")
