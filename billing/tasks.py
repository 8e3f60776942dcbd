"""Celery entry points of this floor: each room has its own."""

from o2c.billing.invoicing import tasks as invoicing

__all__ = ["invoicing"]
