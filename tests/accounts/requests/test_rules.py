"""What a request may become, and who is called in a thread."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from o2c.accounts.requests.models import RequestState
from o2c.accounts.requests.rules import EDITABLE, OPEN, REQUEST_MOVES, Service, mentioned, middle


def test_every_state_is_reached_and_final_ones_are_left_by_nothing() -> None:
    reached = {state for targets in REQUEST_MOVES.values() for state in targets} | {"new"}
    assert reached == set(RequestState.values)
    assert set(RequestState.values) - REQUEST_MOVES.keys() == {"rejected", "cancelled"}
    assert set(EDITABLE) < set(OPEN) < set(RequestState.values)


def test_people_are_called_once_and_addresses_call_nobody() -> None:
    assert mentioned("@sam, see @clara.b. And @Sam: write to x@y.com or (@lena)!") == ["sam", "clara.b", "lena"]


@given(st.lists(st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True), max_size=5))
def test_whoever_is_called_is_found(names: list[str]) -> None:
    assert mentioned(" and ".join(f"@{name}" for name in names)) == list(dict.fromkeys(names))


def test_shares_and_medians_of_nothing_are_unknown() -> None:
    assert middle([]) is None
    assert middle([timedelta(hours=1), timedelta(hours=9), timedelta(hours=2)]) == timedelta(hours=2)
    assert Service(0, 0, None, 0, 0, None).share_back is None
    assert Service(0, 0, None, 4, 1, None).share_back == 0.25
