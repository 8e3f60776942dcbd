"""What this room answers when others ask."""

from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.accounts.vendors.queries import holding_up
from o2c.core.gates import Reason


def registered_as_supplier(customer: Customer, *, entity: Any = None, account: Any = None, **facts: Any) -> list[Reason]:
    """A client that demands it gets no invoice before it gave us a supplier number."""
    ours = entity or getattr(account, "entity", None)
    waiting = holding_up(customer.pk, ours.pk if ours else None).select_related("entity")
    return [Reason("vendor_number_missing", {"portal": row.portal, "entity": row.entity.code}) for row in waiting]
