"""Whose money it is: identified, taken back, and what the ledger says meanwhile."""

from datetime import date
from decimal import Decimal

import pytest
from bank_files import CAMT
from django.db import IntegrityError, connection, transaction
from factories.accounts import FinancialAccountFactory
from factories.cash import cash_clerk, imported, own_account

from o2c.billing.ledger.models import OpenItem
from o2c.billing.ledger.proofs import items_match_journal
from o2c.collections.cash.receipts.models import Receipt
from o2c.collections.cash.receipts.services import identify_receipt, unidentify_receipt
from o2c.core.errors import BusinessError, Conflict

pytestmark = pytest.mark.django_db


def received() -> Receipt:
    own_account()
    imported(CAMT)
    return Receipt.objects.get()


def test_identified_money_is_unapplied_on_the_account_from_its_value_date() -> None:
    receipt = received()
    account = FinancialAccountFactory(entity=receipt.entity, currency="EUR")
    identify_receipt(receipt.pk, account=account, actor=cash_clerk())
    receipt.refresh_from_db()
    [item] = OpenItem.objects.all()
    assert (receipt.state, receipt.customer, item.entry) == ("on_customer", account.customer, receipt.entry)
    assert (item.side, item.control_account, item.open_amount, item.due_date) == (
        "credit",
        "unapplied",
        Decimal("119.00"),
        date(2026, 3, 2),
    )
    assert list(items_match_journal(date(2026, 3, 2))) == []


def test_taken_back_it_is_unidentified_again_and_may_go_elsewhere() -> None:
    receipt, clerk = received(), cash_clerk()
    account = FinancialAccountFactory(entity=receipt.entity, currency="EUR")
    identify_receipt(receipt.pk, account=account, actor=clerk)
    with pytest.raises(Conflict):
        identify_receipt(receipt.pk, account=account, actor=clerk)
    unidentify_receipt(receipt.pk, on=date(2026, 3, 3), reason="Wrong customer", actor=clerk)
    receipt.refresh_from_db()
    assert (receipt.state, receipt.customer, receipt.entry) == ("unidentified", None, None)
    assert {item.open_amount for item in OpenItem.objects.all()} == {0}
    other = FinancialAccountFactory(entity=receipt.entity, currency="EUR")
    assert identify_receipt(receipt.pk, account=other, actor=clerk).customer == other.customer


@pytest.mark.parametrize(("facts", "code"), [({}, "receipt_other_entity"), ({"currency": "USD"}, "receipt_other_currency")])
def test_money_goes_to_an_account_of_its_entity_and_currency(facts: dict[str, str], code: str) -> None:
    receipt = received()
    account = FinancialAccountFactory(**facts, **({"entity": receipt.entity} if facts else {}))
    with pytest.raises(BusinessError) as refused:
        identify_receipt(receipt.pk, account=account, actor=cash_clerk())
    assert refused.value.code == code
    assert not OpenItem.objects.exists()


def test_the_database_refuses_a_receipt_half_on_a_customer() -> None:
    receipt = received()
    with pytest.raises(IntegrityError, match="receipt_on_one_customer"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE collections_receipt SET state = 'on_customer' WHERE id = %s", [receipt.pk])
