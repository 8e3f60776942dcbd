"""How long a person stays signed in: every request prolongs the session, but only when some of its time is gone is it written."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

WRITTEN_WHEN_LEFT = 59 / 60  # of an hour: at most one write a minute


def prolong(session: SessionBase) -> None:
    """From now on the whole time again."""
    session.set_expiry(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE))


def keep_awake(session: SessionBase) -> None:
    """Prolong a session that has lost a noticeable part of its time, or that nothing has prolonged yet."""
    if "_session_expiry" not in session or session.get_expiry_age() < settings.SESSION_COOKIE_AGE * WRITTEN_WHEN_LEFT:
        prolong(session)
