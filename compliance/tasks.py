"""Celery entry points of this floor: each room has its own."""

from o2c.compliance.alerts import tasks as alerts
from o2c.compliance.embargo import tasks as embargo

__all__ = ["alerts", "embargo"]
