"""Celery entry points of this floor: each room has its own."""

from o2c.collections.cash.statements import tasks as statements
from o2c.collections.contact import tasks as contact
