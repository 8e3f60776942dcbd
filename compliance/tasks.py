"""Celery entry points of this floor: each room has its own."""

from o2c.compliance.alerts import tasks as alerts
from o2c.compliance.embargo import tasks as embargo
from o2c.compliance.screening import tasks as screening

__all__ = ["alerts", "embargo", "screening"]
