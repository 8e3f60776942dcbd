"""What codes mean, when mandates and cards lapse, and that a card's number passes for no token."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.accounts.payment_methods.messages import MESSAGES
from o2c.accounts.payment_methods.models import MandateState, MethodState, RegistrationState
from o2c.accounts.payment_methods.rules import (
    FAILURES,
    MANDATE_MOVES,
    METHOD_MOVES,
    REFERENCE,
    REGISTRATION_MOVES,
    RETURNS,
    card_lapses_on,
    checked_token,
    lapses_on,
    mandate_reference,
    return_of,
    sequence,
)
from o2c.core.errors import BusinessError

CARD = "4111111111111111"


@pytest.mark.parametrize("code", RETURNS)
def test_every_code_has_its_meaning_and_a_next_step(code: str) -> None:
    assert MESSAGES[f"return_{code}"]
    assert MESSAGES[f"return_{code}_next"]


@pytest.mark.parametrize("failure", FAILURES)
def test_every_failure_has_its_meaning_and_a_next_step(failure: str) -> None:
    assert MESSAGES[f"failure_{failure}"]
    assert MESSAGES[f"failure_{failure}_next"]


def test_codes_act_as_the_scheme_says() -> None:
    suspending = {code for code, meant in RETURNS.items() if meant.suspends}
    assert suspending == {"AC01", "AC04", "AC06", "AG01", "AC13", "MD01", "MD02", "MD07"}
    assert {code: meant.retries for code, meant in RETURNS.items() if meant.retries} == {"AM04": 2, "MS03": 1}
    with pytest.raises(BusinessError, match="return_code_unknown"):
        return_of("XX99")


def test_a_mandate_lapses_36_months_after_its_last_collection_or_its_signature() -> None:
    assert lapses_on(date(2023, 1, 31), None) == date(2026, 1, 31)
    assert lapses_on(date(2023, 1, 31), date(2024, 2, 29)) == date(2027, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_using_a_mandate_never_shortens_its_life(signed: date, used: date | None) -> None:
    assert lapses_on(signed, used) >= lapses_on(signed, None)


def test_a_card_is_good_until_the_end_of_its_month() -> None:
    assert card_lapses_on(date(2026, 12, 1)) == date(2027, 1, 1)


def test_collections_are_named_in_their_order() -> None:
    assert [sequence(one_off=False, used=False), sequence(one_off=False, used=True)] == ["FRST", "RCUR"]
    assert [sequence(one_off=False, used=True, last=True), sequence(one_off=True, used=False)] == ["FNAL", "OOFF"]


@pytest.mark.parametrize("number", [CARD, "4111 1111 1111 1111", "5500-0000-0000-0004", "123456789012", "tok 4111111111111111"])
def test_a_number_is_no_token(number: str) -> None:
    with pytest.raises(BusinessError, match=r"card_number|token_invalid"):
        checked_token(number)


@given(st.integers(10**11, 10**19 - 1))
def test_no_long_number_is_ever_a_token(number: int) -> None:
    with pytest.raises(BusinessError, match="card_number"):
        checked_token(str(number))


def test_a_token_is_kept_as_it_is() -> None:
    assert checked_token("tok_1MqLiJLkdIwH") == "tok_1MqLiJLkdIwH"


@given(st.text(max_size=60), st.text(max_size=60), st.integers(1, 999))
def test_a_reference_is_one_every_bank_takes(entity: str, customer: str, number: int) -> None:
    assert REFERENCE.fullmatch(mandate_reference(entity, customer, number))


def test_tables_of_moves_know_every_state() -> None:
    for moves, states, first in (
        (METHOD_MOVES, MethodState, "pending"),
        (MANDATE_MOVES, MandateState, "draft"),
        (REGISTRATION_MOVES, RegistrationState, "invited"),
    ):
        assert {state for targets in moves.values() for state in targets} | {first} == set(states.values)
