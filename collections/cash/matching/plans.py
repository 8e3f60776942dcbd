"""Between the engine's proposal, the plan stored with it, and what is booked."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from o2c.billing.ledger.models import OpenItem
from o2c.collections.cash.engine.facts import Deduction, Proposal
from o2c.collections.cash.folder import major
from o2c.collections.cash.matching.rules import Residual, Share

# What the engine calls a missing part -> what becomes of it when the proposal is taken as it is. Others stay open on the item.
BECOMES = {"discount": ("discount", ""), "bank_fee": ("bank_fee", ""), "claim": ("deduction", "claim")}


def plan_of(proposal: Proposal, items: Mapping[str, OpenItem]) -> dict[str, Any]:
    """Shares and residuals by item, amounts as text; `alternatives` are other items that would do."""
    return {
        "shares": [{"item": items[number].pk, "amount": major(amount, items[number].currency)} for number, amount in proposal.applications],
        "residuals": [_residual(one, items[one.number]) for one in proposal.deductions if one.kind in BECOMES and one.amount > 0],
        "alternatives": [items[number].pk for number in proposal.alternatives],
    }


def _residual(one: Deduction, item: OpenItem) -> dict[str, Any]:
    kind, reason = BECOMES[one.kind]
    return {"item": item.pk, "kind": kind, "amount": major(one.amount, item.currency), "reason": reason}


def from_json(plan: Mapping[str, Any]) -> tuple[Sequence[Share], Sequence[Residual]]:
    """The stored plan as the rules take it."""
    shares = [Share(one["item"], Decimal(one["amount"])) for one in plan.get("shares", ())]
    residuals = [Residual(one["item"], one["kind"], Decimal(one["amount"]), one["reason"]) for one in plan.get("residuals", ())]
    return shares, residuals
