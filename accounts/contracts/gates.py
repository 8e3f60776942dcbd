"""What this room answers when others ask."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from o2c.accounts.contracts.models import Contract
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import came_back_at
from o2c.core.gates import Reason


def credit_checked_since_return(customer: Customer, **facts: Any) -> list[Reason]:
    """A customer that came back trades again on a contract only after a credit check that is younger than its return."""
    back = came_back_at(customer)
    if back is None:
        return []
    returns = timezone.localdate(back)
    counts = Q(credit_result="approved", credit_checked_on__gte=returns)
    waiting = Contract.objects.filter(customer=customer, state="active").exclude(counts).order_by("number", "revision")
    return [Reason("credit_before_return", {"number": contract.number, "day": returns}) for contract in waiting]
