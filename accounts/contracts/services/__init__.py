"""Verbs over contracts and their control, insertion and purchase orders, prices and payment terms."""

from o2c.accounts.contracts.services import contracts, control, orders, prices, purchase_orders, review, terms

__all__ = ["contracts", "control", "orders", "prices", "purchase_orders", "review", "terms"]
