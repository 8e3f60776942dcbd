"""Celery entry points of this floor: each room has its own."""

from o2c.core.jobs import tasks as jobs
from o2c.core.outbox import tasks as outbox
from o2c.core.retention import tasks as retention
