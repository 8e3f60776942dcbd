"""What a contract and its orders may become, and how long a contract runs on."""

from collections.abc import Mapping, Set
from datetime import date
from typing import Protocol

from o2c.core.dates import add_months
from o2c.core.errors import Conflict

CONTRACT_MOVES: Mapping[str, Set[str]] = {
    "draft": {"submitted"},
    "submitted": {"returned", "approved"},
    "returned": {"draft"},
    "approved": {"active"},
    "active": {"expired", "terminated", "amended"},
}
ORDER_MOVES: Mapping[str, Set[str]] = {"draft": {"signed", "cancelled"}, "signed": {"closed"}}
PURCHASE_ORDER_MOVES: Mapping[str, Set[str]] = {"open": {"closed", "cancelled"}, "closed": {"open"}}
WAIVER_MOVES: Mapping[str, Set[str]] = {"proposed": {"granted", "ended"}, "granted": {"ended"}}
POLICY_MOVES: Mapping[str, Set[str]] = {"proposed": {"active"}}
CONDITION_MOVES: Mapping[str, Set[str]] = {"proposed": {"active", "withdrawn"}}
EDITABLE = {"draft", "returned"}


class Moving(Protocol):
    """Anything with a state."""

    state: str


def allowed(subject: Moving, state: str, moves: Mapping[str, Set[str]]) -> None:
    """Refuse before anything else is asked about a move its table does not know. Raises Conflict "wrong_state"."""
    if state not in moves.get(subject.state, set()):
        raise Conflict("wrong_state", field="state", state=subject.state, wanted=state)


def renewed_until(starts_on: date, ends_on: date, on: date) -> date:
    """The first end after the day when the term from start to end repeats: in whole months, at least one."""
    months = max((ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month, 1)
    end, turns = ends_on, 0
    while end <= on:
        turns += 1
        end = add_months(ends_on, months * turns)
    return end
