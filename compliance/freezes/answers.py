"""What a freeze answers at the gates."""

from functools import partial
from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.compliance.freezes.queries import in_force
from o2c.compliance.freezes.rules import GATES
from o2c.core import gates
from o2c.core.clock import local_today
from o2c.core.gates import Reason


def reasons_against(stopped: str, customer: Customer, **facts: Any) -> list[Reason]:
    return [Reason("customer_frozen")] if in_force(customer, stopped, today=local_today()).exists() else []


def register() -> None:
    for question, stopped in GATES.items():
        gates.answer(question, partial(reasons_against, stopped))
