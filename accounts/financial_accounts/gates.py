"""What this room answers when others ask."""

from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import BillingProfile
from o2c.accounts.financial_accounts.queries import open_accounts_of
from o2c.core.gates import Reason


def closed_accounts_only(customer: Customer, **facts: Any) -> list[Reason]:
    """A customer closes when all its accounts have."""
    numbers = open_accounts_of(customer.pk)
    return [Reason("accounts_still_open", {"numbers": numbers})] if numbers else []


def billing_needs_known(customer: Customer, **facts: Any) -> list[Reason]:
    """How a customer wants to be billed is known once it has a billing profile."""
    return [] if BillingProfile.objects.filter(customer=customer.pk).exists() else [Reason("billing_needs_unknown")]
