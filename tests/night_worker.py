"""A Celery application whose night is the one that a test can kill: `celery -A night_worker worker`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "o2c.settings")
django.setup()

from night_steps import plan_chunks  # noqa: E402

from o2c.celery import app  # noqa: E402
from o2c.core.jobs import night  # noqa: E402

__all__ = ["app"]

night.STEPS.clear()
plan_chunks()
