"""Celery entry points of this floor: each room has its own."""

from o2c.billing.documents import tasks as documents
from o2c.billing.invoicing import tasks as invoicing

__all__ = ["documents", "invoicing"]
