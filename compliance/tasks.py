"""Celery entry points of this floor: each room has its own."""

from o2c.compliance.alerts import tasks as alerts

__all__ = ["alerts"]
