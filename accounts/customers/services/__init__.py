"""Verbs over customers and everything that belongs to them."""

from o2c.accounts.customers.services import (
    bank,
    customers,
    dated,
    holds,
    interactions,
    levels,
    personal,
    process,
    reach,
    readiness,
    relations,
    states,
    tax,
)

__all__ = [
    "bank",
    "customers",
    "dated",
    "holds",
    "interactions",
    "levels",
    "personal",
    "process",
    "reach",
    "readiness",
    "relations",
    "states",
    "tax",
]
