"""How often a customer may be reminded before somebody has to say why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` reminders within any `days` days."""

    most: int
    days: int


def reminders_within(sent: Iterable[datetime], now: datetime, cap: Cap) -> int:
    """How many of these reminders fall into the window that ends now; the moment exactly `days` ago does not."""
    since = now - timedelta(days=cap.days)
    return sum(since < at <= now for at in sent)


def is_reached(sent: Iterable[datetime], now: datetime, cap: Cap | None) -> bool:
    """Whether one more reminder now would be beyond the cap. Without a cap it never is."""
    return cap is not None and reminders_within(sent, now, cap) >= cap.most
