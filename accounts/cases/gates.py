"""What this room answers when others ask."""

from typing import Any

from o2c.accounts.cases.models import SpecialStep
from o2c.accounts.customers.models import Customer
from o2c.core.gates import Reason


def mandatory_steps_done(customer: Customer, **facts: Any) -> list[Reason]:
    """A flagged customer is not billed on the standard path while a mandatory step or its approval is open."""
    special = customer.special_cases.filter(state__in=["open", "approval"]).select_related("playbook").order_by("pk")
    return [Reason(*_why(row)) for row in special]


def _why(special: Any) -> tuple[str, dict[str, Any]]:
    step = SpecialStep.objects.filter(special=special, is_mandatory=True, done_at=None).order_by("position").first()
    if step is None:
        return "special_unapproved", {"playbook": special.playbook.title}
    return "special_step_open", {"playbook": special.playbook.title, "step": step.text}
