"""What a correction may do, and what it comes to."""

from datetime import UTC, datetime
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.billing.corrections.rules import (
    COPY_MAY_DO,
    MUST_REBILL,
    OUR_ERRORS,
    Billed,
    Corrected,
    Effect,
    amount,
    check,
    discount_back,
    effect,
    first_time_right,
    hours_per_hop,
    quantity_at,
    within,
)
from o2c.billing.documents.reasons import Cause
from o2c.core.errors import BusinessError

BILLED = Billed(D(500), D("1.20"), D(600), D(0))


def line(credit: tuple[str, str] = ("0", "0"), anew: tuple[str, str] = ("0", "0"), billed: Billed | None = BILLED) -> Corrected:
    return Corrected(1, billed, D(credit[0]), D(credit[1]), D(anew[0]), D(anew[1]))


def checked(*lines: Corrected, kind: str = "rebill", cause: str = "wrong_price", left: str = "600", changes_head: bool = False) -> Effect:
    return check(lines, kind=kind, cause=cause, currency="EUR", left=D(left), changes_head=changes_head)


def refused(*lines: Corrected, **facts: object) -> str:
    with pytest.raises(BusinessError) as refusal:
        checked(*lines, **facts)  # type: ignore[arg-type]
    return refusal.value.code


def test_a_wrong_price_comes_to_the_difference_of_the_prices() -> None:
    """Requirement O2C-14: billed at 1.20 instead of 1.00 x 500 is 100.00 too much."""
    assert checked(line(("500", "1.20"), ("500", "1.00"))).difference == D("-100.00")
    assert checked(line(("500", "0.20")), kind="credit").credited == D("100.00")
    assert checked(line(anew=("500", "0.10")), kind="debit").difference == D("50.00")


@pytest.mark.parametrize(
    ("code", "lines", "facts"),
    [
        ("correction_above_line", [line(("500", "1.21"), ("500", "1.00"))], {"left": "9999"}),
        ("correction_above_line", [line(("500", "1.20"), billed=Billed(D(500), D("1.20"), D(600), D("0.01")))], {"kind": "credit"}),
        ("correction_above_original", [line(("500", "1.20"), ("1", "1"))], {"left": "599.99"}),
        ("correction_credits_no_line", [line(("1", "1"), billed=None)], {"kind": "credit"}),
        ("correction_only_credits", [line(("1", "1"), ("1", "1"))], {"kind": "credit"}),
        ("correction_only_debits", [line(("1", "1"), ("1", "1"))], {"kind": "debit"}),
        ("correction_empty", [line()], {"kind": "credit"}),
        ("correction_empty", [line(("1", "1"))], {"kind": "rebill"}),
        ("correction_empty", [line()], {"kind": "debit"}),
        ("correction_changes_nothing", [line(("500", "1.20"), ("500", "1.20"))], {}),
        *[("correction_needs_rebill", [line(("500", "1.20"))], {"kind": "credit", "cause": cause}) for cause in sorted(MUST_REBILL)],
    ],
)
def test_what_is_refused(code: str, lines: list[Corrected], facts: dict[str, str]) -> None:
    assert refused(*lines, **facts) == code


def test_the_same_lines_again_are_right_when_the_head_changes() -> None:
    assert checked(line(("500", "1.20"), ("500", "1.20")), cause="wrong_order", changes_head=True).difference == 0


@given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2))
def test_a_credit_stays_between_nothing_and_what_is_left(credited: D, left: D) -> None:
    assert within(credited, left) == (credited == 0 or (credited * left > 0 and abs(credited) <= abs(left)))


@given(st.lists(st.tuples(*[st.decimals(0, 10**6, places=4)] * 4), max_size=8), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_the_effect_is_the_sum_of_rounded_lines_in_any_order(quantities: list[tuple[D, D, D, D]], currency: str) -> None:
    lines = [Corrected(position, None, *four) for position, four in enumerate(quantities)]
    assert effect(lines, currency) == effect(lines[::-1], currency)
    assert sum((effect([each], currency).difference for each in lines), D(0)) == effect(lines, currency).difference


def test_first_time_right() -> None:
    assert first_time_right(200, 3) == D("98.5")
    assert first_time_right(0, 0) is None


def test_the_causes_of_the_rules_are_those_that_can_be_chosen() -> None:
    assert set(Cause.values) >= OUR_ERRORS | MUST_REBILL | COPY_MAY_DO
    assert not OUR_ERRORS & {"customer_wish", "goodwill", "underbilled"}


def test_hops_are_medians_of_what_was_reached() -> None:
    def at(hour: int) -> datetime:
        return datetime(2026, 3, 2, hour, tzinfo=UTC)

    rows = [
        {"opened": at(8), "submitted": at(9), "approved": at(12), "executed": at(13)},
        {"opened": at(8), "submitted": at(11), "approved": None, "executed": None},
    ]
    assert hours_per_hop(rows) == {"submitted": D("2.0"), "approved": D("3.0"), "executed": D("1.0")}
    assert hours_per_hop([]) == {"submitted": None, "approved": None, "executed": None}


@given(net=st.decimals("-9999", "9999", places=2).filter(bool), price=st.decimals("0", "999", places=8))
def test_quantity_and_price_of_a_credit_always_come_to_its_amount(net: D, price: D) -> None:
    quantity, at = quantity_at(net, price, "EUR")
    assert amount(quantity, at, "EUR") == net
    assert at >= 0


@pytest.mark.parametrize(
    ("credited", "left", "discounted", "back"),
    [("40", "100", "10", "4"), ("33.33", "100", "10", "3.33"), ("100", "100", "9.99", "9.99"), ("40", "100", "3", "3")],
)
def test_a_discount_goes_back_with_its_share_and_never_more_than_is_left(credited: str, left: str, discounted: str, back: str) -> None:
    assert discount_back(D(credited), D(left), D(discounted), D(10), "EUR") == D(back)
