"""What day it is. Asked once at the edge, then passed down: rules and queries never look at a clock."""

from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils import timezone


class HasTimeZone(Protocol):
    @property
    def time_zone(self) -> str: ...


def local_today(place: HasTimeZone | None = None) -> date:
    """The calendar day at an entity (or user); without one, in the reader's zone."""
    return timezone.localdate(timezone=ZoneInfo(place.time_zone) if place else None)
