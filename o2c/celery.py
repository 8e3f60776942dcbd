"""The Celery application: `celery -A o2c.celery worker` and `celery -A o2c.celery beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "o2c.settings")

app = Celery("o2c")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    name: {"task": f"core.{name}", "schedule": 60.0, "options": {"expires": 55}} for name in ("sweep_outbox", "sweep_jobs", "tick_night")
}
app.conf.beat_schedule["follow_deliveries"] = {"task": "billing.follow_deliveries", "schedule": 60.0, "options": {"expires": 55}}
