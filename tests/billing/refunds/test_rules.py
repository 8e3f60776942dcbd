"""The pure parts: spreading an amount, setting off, the bank's file in both versions, names in any script."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.billing.refunds.engine.pain001 import Credit, Debtor, Refused, credit_transfers
from o2c.billing.refunds.rules import set_off, spread

AMOUNTS = st.decimals(min_value="0.01", max_value="9999", places=2)
ROWS = st.lists(AMOUNTS, max_size=6).map(lambda amounts: list(enumerate(amounts)))
OURS = Debtor("Société Générale d'Exemple", "FR7630006000011234567890189", "BNPAFRPP", "EUR", "pain.001.001.09")


@given(AMOUNTS, ROWS)
def test_a_spread_takes_the_oldest_first_and_never_more_than_is_there(amount: Decimal, free: list[tuple[int, Decimal]]) -> None:
    taken = spread(amount, free)

    assert sum(taken.values()) == min(amount, sum((part for _key, part in free), Decimal(0)))
    assert list(taken) == [key for key, _part in free][: len(taken)]
    assert all(taken[key] == part for key, part in free[: max(len(taken) - 1, 0)])


@given(ROWS, ROWS)
def test_a_set_off_uses_up_one_side_and_overdraws_none(debits: list[tuple[int, Decimal]], credits_: list[tuple[int, Decimal]]) -> None:
    found = set_off(debits, credits_)

    assert sum(one.amount for one in found) == min(sum(part for _k, part in debits), sum(part for _k, part in credits_))
    for key, limit in debits:
        assert sum(one.amount for one in found if one.debit == key) <= limit
    for key, limit in credits_:
        assert sum(one.amount for one in found if one.credit == key) <= limit


@pytest.mark.parametrize("version", ["pain.001.001.03", "pain.001.001.09"])
def test_a_name_in_any_script_leaves_in_latin_letters_and_keeps_the_schema(version: str) -> None:
    payee = Credit("RF0000001", Decimal("1234.50"), "Müller & Söhne «Реклама»", "DE89370400440532013000", "", "Refund RF0000001")
    message = credit_transfers(Debtor(OURS.name, OURS.iban, OURS.bic, "EUR", version), [payee], date(2026, 3, 2))

    assert "Muller &amp; Sohne" in message.content
    assert message.content.encode().isascii()
    assert '<InstdAmt Ccy="EUR">1234.50</InstdAmt>' in message.content
    assert "<Cd>SEPA</Cd>" in message.content
    assert len(message.message_id) <= 35


def test_another_currency_is_no_sepa_transfer_and_one_without_cents_is_refused() -> None:
    payee = Credit("RF1", Decimal(10), "A", "GB82WEST12345698765432", "", "x")
    dollars = credit_transfers(Debtor("Us", OURS.iban, OURS.bic, "USD", OURS.format), [payee], date(2026, 3, 2))
    assert "SEPA" not in dollars.content

    with pytest.raises(Refused, match="payment_file_currency"):
        credit_transfers(Debtor("Us", OURS.iban, OURS.bic, "JPY", OURS.format), [payee], date(2026, 3, 2))
    with pytest.raises(Refused, match="payment_file_invalid"):
        credit_transfers(OURS, [Credit("RF1", Decimal(10), "", "not an iban", "", "x")], date(2026, 3, 2))
