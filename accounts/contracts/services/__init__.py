"""Verbs over contracts, insertion orders and payment terms."""

from o2c.accounts.contracts.services import contracts, orders, terms

__all__ = ["contracts", "orders", "terms"]
