"""What a freeze answers at the gates."""

from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.compliance.freezes.queries import in_force
from o2c.core.clock import local_today
from o2c.core.gates import Reason


def reasons_against(stopped: str, customer: Customer, **facts: Any) -> list[Reason]:
    return [Reason("customer_frozen")] if in_force(customer, stopped, today=local_today()).exists() else []
