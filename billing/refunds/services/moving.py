"""What every step of a refund does the same way: lock it, move it, tell the trail and whoever listens."""

from typing import Any

from o2c.billing.refunds.models import RefundRequest, RefundState
from o2c.billing.refunds.queries import refunds
from o2c.billing.refunds.rules import REFUND_MOVES
from o2c.core import events
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import Conflict
from o2c.core.verbs import lock_one


def locked(pk: int, actor: User, version: int | None = None) -> RefundRequest:
    """The refund, locked, if the actor may see it."""
    return lock_one(refunds(actor), pk, version)


def in_turn(refund: RefundRequest, wanted: str) -> None:
    """Refuse early what the refund's state does not allow, before anything else is looked at. Raises Conflict "wrong_state"."""
    if wanted not in REFUND_MOVES.get(refund.state, set()):
        raise Conflict("wrong_state", field="state", state=refund.get_state_display(), wanted=RefundState(wanted).label)


def move(refund: RefundRequest, state: str, actor: User, *, reason: str = "", told: dict[str, Any] | None = None, **facts: Any) -> None:
    """Step: the next state with what goes with it. `told` is said in the trail besides. Raises Conflict "wrong_state"."""
    in_turn(refund, state)
    before, after = change(refund, state=state, **facts)
    record(f"refund.{state}", refund, actor=actor, before=before, after={**after, **(told or {})}, reason=reason)
    events.publish(f"refund.{state}", refund, number=refund.number, state=state, amount=refund.amount, currency=refund.currency)
