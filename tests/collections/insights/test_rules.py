"""The next action follows from the facts, and says why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.collections.insights.messages import ACTIONS, MESSAGES
from o2c.collections.insights.rules import CustomerFacts, next_action

amounts = st.decimals(0, 10**9, places=2)
facts = st.builds(CustomerFacts, overdue=amounts, credits=amounts, days_past_due=st.integers(0, 4000), due_within_week=amounts)


@pytest.mark.parametrize(
    ("overdue", "credit", "days", "soon", "action"),
    [
        ("100", "0", 61, "0", "escalate"),
        ("100", "0", 60, "0", "call"),
        ("100", "0", 16, "0", "call"),
        ("100", "0", 15, "0", "write"),
        ("100", "99.99", 15, "0", "write"),
        ("100", "100", 90, "0", "allocate_credit"),
        ("0", "50", 0, "10", "remind_before_due"),
        ("0", "0", 0, "0", "wait"),
    ],
)
def test_the_strongest_rule_that_applies_decides(overdue: str, credit: str, days: int, soon: str, action: str) -> None:
    assert next_action(CustomerFacts(Decimal(overdue), Decimal(credit), days, Decimal(soon))).action == action


@given(facts)
def test_every_action_has_a_name_and_a_reason_in_words(customer: CustomerFacts) -> None:
    decided = next_action(customer)

    assert decided.action in ACTIONS
    assert str(MESSAGES[decided.why]) % decided.values


@given(facts)
def test_nobody_is_chased_for_what_their_credits_cover(customer: CustomerFacts) -> None:
    if customer.credits >= customer.overdue:
        assert next_action(customer).action in {"allocate_credit", "remind_before_due", "wait"}
