"""Verbs over customers and everything that belongs to them."""

from o2c.accounts.customers.services import bank, customers, reach, relations, states, tax

__all__ = ["bank", "customers", "reach", "relations", "states", "tax"]
