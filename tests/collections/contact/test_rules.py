"""The arithmetic of a statement of account."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o2c.collections.contact.rules import Block, Due, Movement, days_overdue

AMOUNTS = st.integers(-999_999, 999_999).map(lambda cents: Decimal(cents) / 100)


def moved(amount: str, day: int = 1) -> Movement:
    return Movement(date(2026, 2, day), "invoice", "INV", Decimal(amount))


def due(left: str, due_on: date = date(2026, 2, 1)) -> Due:
    return Due("INV", date(2026, 1, 2), due_on, Decimal(left), Decimal(left))


def test_balances_run_from_the_opening_to_the_closing() -> None:
    block = Block("EUR", Decimal("100"), [moved("50.10"), moved("-120.10")], [due("30")])

    assert block.balances == [Decimal("150.10"), Decimal("30.00")]
    assert block.closing == Decimal("30.00")


def test_a_statement_that_does_not_agree_with_its_items_is_never_made() -> None:
    with pytest.raises(ValueError, match="EUR does not agree"):
        Block("EUR", Decimal("100"), [], [due("99.99")])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(opening=AMOUNTS, amounts=st.lists(AMOUNTS, max_size=20))
def test_opening_and_movements_are_the_closing_and_the_open_items(opening: Decimal, amounts: list[Decimal]) -> None:
    total = opening + sum(amounts)
    block = Block("EUR", opening, [moved(str(amount)) for amount in amounts], [due(str(total))])

    assert block.closing == total
    assert sum(block.ageing(date(2026, 2, 28)).values()) == total


def test_debits_stand_in_their_bucket_and_credits_in_none() -> None:
    items = [due("10", date(2026, 3, 1)), due("20", date(2026, 1, 29)), due("40", date(2026, 1, 28)), due("-5", date(2025, 1, 1))]

    ageing = Block("EUR", Decimal("65"), [], items).ageing(date(2026, 2, 28))

    assert (ageing["not_due"], ageing["d1_30"], ageing["d31_60"], ageing["credits"]) == (10, 20, 40, -5)


@pytest.mark.parametrize(
    ("due_on", "days"), [(date(2026, 2, 28), 0), (date(2026, 3, 5), 0), (date(2026, 2, 27), 1), (date(2025, 2, 28), 365)]
)
def test_days_overdue_count_calendar_days(due_on: date, days: int) -> None:
    assert days_overdue(due_on, date(2026, 2, 28)) == days
