"""The morning's mail: how much waits, on whose desk, and what is late. Counts only, never a name."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from o2c.compliance.alerts import workload
from o2c.compliance.alerts.queries import alerts
from o2c.compliance.alerts.rules import OPEN
from o2c.core.access.models import User
from o2c.core.outbox.models import Outbox
from o2c.core.outbox.services import send_mail
from o2c.core.verbs import verb

TEMPLATE = "compliance_digest"


@verb("compliance.send_digest")
def send_digest(day: date, *, actor: User) -> list[User]:
    """Mail everybody who works on alerts what waits, once a day; those for whom nothing waits are left in peace."""
    told = []
    for person in User.objects.filter(is_active=True, is_robot=False).order_by("pk"):
        key = f"{TEMPLATE}:{day}:{person.pk}"
        if not _works(person) or Outbox.objects.filter(dedupe_key=key).exists():
            continue
        if figures := _figures(person):
            link = str(settings.SITE_URL) + reverse("alert_workload")
            send_mail(TEMPLATE, person.email, language=person.language, dedupe_key=key, name=person.name, link=link, **figures)
            told.append(person)
    return told


def _works(person: User) -> bool:
    return person.may("compliance.take_alert") or person.may("compliance.uphold_alert")


def _figures(person: User) -> dict[str, Any]:
    """What this person may see of it; nothing when nothing is open."""
    late, rows = workload.late(timezone.now()), alerts(person).filter(state__in=OPEN).order_by()
    if not (count := rows.count()):
        return {}
    mine = rows.filter(assignee=person)
    return {
        "open": count,
        "overdue": rows.filter(late).count(),
        "mine": mine.count(),
        "late": mine.filter(late).count(),
        "free": rows.filter(state="alert").count(),
        "escalated": rows.filter(state="escalated").count(),
    }
