"""How a receipt lives, and what is posted when money comes in and is recognised. Pure. Source: cash reference 11."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from o2c.billing.ledger.rules import Item, Line, Posting
from o2c.core.money import Money

RATE = Decimal("1e-12")

RECEIPT_MOVES: Mapping[str, Set[str]] = {
    "unidentified": {"on_customer", "parked", "coded", "split"},
    "parked": {"unidentified", "on_customer", "coded"},
    "on_customer": {"unidentified", "returned"},
    "coded": {"unidentified"},
    "returned": set(),
    "split": set(),
}


@dataclass(frozen=True, slots=True)
class BankMoney:
    """BankMoney on one of our bank accounts: positive came in, negative went out. `rate`: its currency per unit of base."""

    entity_id: int
    amount: Decimal
    currency: str
    booked_on: date
    posted_on: date
    reference: str
    source_key: str
    rate: Decimal = Decimal(1)


def bank_posting(money: BankMoney) -> Posting:
    """Bank against unidentified cash, so that the bank's balance is ours from the first moment."""
    return Posting(
        kind="receipt", reference=money.reference, entity_id=money.entity_id, currency=money.currency, rate=money.rate,
        document_date=money.booked_on, posting_date=money.posted_on, source_key=money.source_key,
        lines=[Line("bank", money.amount), Line("unidentified", -money.amount)],
    )  # fmt: skip


def converted_postings(
    money: BankMoney, paid: Money, worth: Decimal, *, account_id: int, customer_id: int, value_on: date
) -> tuple[Posting, Posting]:
    """Out of unidentified cash in our account's currency, onto the customer's account in the currency paid, worth the same.

    `worth`: what the bank credited, in the entity's currency; so the rate is the bank's own, and what an invoice gains or loses by
    it is booked when the money is allocated. Source: o2c reference 17.
    """
    same: dict[str, Any] = {"kind": "receipt", "reference": money.reference, "entity_id": money.entity_id, "document_date": money.booked_on}
    out = Posting(
        **same, currency=money.currency, rate=money.rate, posting_date=money.posted_on,
        lines=[Line("unidentified", money.amount), Line("clearing", -money.amount)],
    )  # fmt: skip
    onto = Posting(
        **same, currency=paid.currency, rate=(paid.value / worth).quantize(RATE), posting_date=money.posted_on, account_id=account_id,
        customer_id=customer_id, items=[Item(-paid.value, value_on, "unapplied")], lines=[Line("clearing", paid.value)],
    )  # fmt: skip
    return out, onto


def identified_posting(money: BankMoney, *, account_id: int, customer_id: int, value_on: date) -> Posting:
    """Unidentified cash against the customer, unapplied; the item ages from the value date."""
    return Posting(
        kind="receipt", reference=money.reference, entity_id=money.entity_id, currency=money.currency, rate=money.rate,
        document_date=money.booked_on, posting_date=money.posted_on, account_id=account_id, customer_id=customer_id,
        items=[Item(-money.amount, value_on, "unapplied")], lines=[Line("unidentified", money.amount)],
    )  # fmt: skip
