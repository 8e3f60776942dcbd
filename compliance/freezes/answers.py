"""What a freeze answers at the gates."""

from collections.abc import Collection
from datetime import date
from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.compliance.freezes.models import FreezeScope
from o2c.compliance.freezes.queries import among, in_force
from o2c.core.clock import local_today
from o2c.core.gates import Reason


def reasons_against(stopped: str, customer: Customer, **facts: Any) -> list[Reason]:
    return [Reason("customer_frozen")] if in_force(customer, stopped, today=local_today()).exists() else []


def stopped_among(stopped: str, customer_ids: Collection[int], today: date) -> dict[int, Reason]:
    """The same for many customers at once."""
    return {key: Reason("customer_frozen") for key in among(customer_ids, stopped, today=today)}


def frozen_at_all(customer_ids: Collection[int], today: date) -> dict[int, Reason]:
    """Whoever is frozen in any way keeps every record."""
    return {key: Reason("customer_frozen") for scope in FreezeScope.values for key in among(customer_ids, scope, today=today)}
