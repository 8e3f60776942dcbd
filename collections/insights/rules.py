"""What to do next with a customer, and why. Pure: facts in, an action with its reason out."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Action = Literal["escalate", "call", "write", "allocate_credit", "remind_before_due", "wait"]


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """What a customer owes in one currency on a day. Days past due count from the oldest overdue item."""

    overdue: Decimal
    credits: Decimal
    days_past_due: int
    due_within_week: Decimal


@dataclass(frozen=True, slots=True)
class NextAction:
    """The action and its reason: a code with values; the sentence stands in `messages.py`."""

    action: Action
    why: str
    values: dict[str, Any] = field(default_factory=dict)


def next_action(facts: CustomerFacts) -> NextAction:
    """The first rule that applies, strongest first.

    Credits that cover the overdue are cleared before anybody is chased (reference 4: "ask to clear first"); more than 60 days
    is for the supervisor, more than 15 for the telephone, anything overdue for a letter; else a large sum soon due gets a word.
    """
    if facts.overdue > 0:
        if facts.credits >= facts.overdue:
            return NextAction("allocate_credit", "why_allocate_credit")
        if facts.days_past_due > 60:
            return NextAction("escalate", "why_escalate", {"days": facts.days_past_due})
        if facts.days_past_due > 15:
            return NextAction("call", "why_call", {"days": facts.days_past_due})
        return NextAction("write", "why_write", {"days": facts.days_past_due})
    if facts.due_within_week > 0:
        return NextAction("remind_before_due", "why_remind_before_due")
    return NextAction("wait", "why_wait")
