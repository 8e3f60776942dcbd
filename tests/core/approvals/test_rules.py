"""Who may decide, which roles are needed, and arguments that survive the wait: without a database."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.core.approvals.rules import Band, Power, packed, payload_hash, power_to_decide, roles_needed, unpacked
from o2c.core.money import Money

BANDS = [Band(Decimal(0), Decimal(1000), ("supervisor",)), Band(Decimal(1000), None, ("supervisor", "finance"))]


@pytest.mark.parametrize(
    ("amount", "roles"),
    [("0", ("supervisor",)), ("999.99", ("supervisor",)), ("1000", ("supervisor", "finance")), ("1e9", ("supervisor", "finance"))],
)
def test_the_band_of_the_amount_decides(amount: str, roles: tuple[str, ...]) -> None:
    assert roles_needed(BANDS, Decimal(amount)) == roles


def test_no_band_is_no_answer() -> None:
    assert roles_needed(BANDS[:1], Decimal(1000)) is None


@pytest.mark.parametrize(
    ("powers", "actor", "involved", "answer"),
    [
        ([Power("approver")], 1, {2}, Power("approver")),
        ([Power("approver", through=3), Power("approver")], 1, {2}, Power("approver")),
        ([Power("approver", through=3)], 1, {2}, Power("approver", 3)),
        ([Power("approver")], 2, {2}, "approval_not_yours"),
        ([Power("approver", through=2)], 1, {2}, "approval_not_yours"),
        ([Power("finance")], 1, {2}, "approval_needs_role"),
        ([], 1, {2}, "approval_needs_role"),
    ],
    ids=["own role", "own before lent", "lent", "one's own request", "in place of the requester", "other role", "no role"],
)
def test_who_may_take_the_step(powers: list[Power], actor: int, involved: set[int], answer: Power | str) -> None:
    assert power_to_decide("approver", powers, actor, involved) == answer


ARGUMENTS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.dates()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.builds(Money, st.decimals(allow_nan=False, allow_infinity=False, places=2), st.sampled_from(["EUR", "JPY"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(ARGUMENTS)
def test_arguments_come_back_as_they_went(value: Any) -> None:
    assert unpacked(packed(value)) == value


def test_what_cannot_wait_says_so() -> None:
    with pytest.raises(TypeError, match="cannot wait"):
        packed(datetime(2026, 1, 1, tzinfo=UTC))


def test_the_hash_stands_for_verb_arguments_and_record() -> None:
    base = payload_hash("core.reopen_period", {"pk": 1}, {"version": 3})

    assert base == payload_hash("core.reopen_period", {"pk": 1}, {"version": 3})
    assert base != payload_hash("core.reopen_period", {"pk": 2}, {"version": 3})
    assert base != payload_hash("core.close_period", {"pk": 1}, {"version": 3})
    assert base != payload_hash("core.reopen_period", {"pk": 1}, {"version": 4})
