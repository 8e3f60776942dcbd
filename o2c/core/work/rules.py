"""Clocks that run only while people work: business hours of a team, and time that pauses while somebody else must answer. Pure."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from o2c.core.dates import end_of_month
from o2c.core.entities.calendars import ONE_DAY, add_working_days, is_working_day, next_working_day

TASK_MOVES: Mapping[str, Set[str]] = {
    "open": {"waiting", "done", "cancelled"},
    "waiting": {"open", "done", "cancelled"},
    "done": {"open"},
    "cancelled": {"open"},
}
NO_TIME = timedelta(0)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a team works: from `opens` to `closes` on the working days of its calendar, on the clocks of its zone."""

    calendar: str
    zone: str
    opens: time
    closes: time

    def day(self, day: date) -> tuple[datetime, datetime] | None:
        """The working hours of a day as moments in UTC; None on a day nobody works."""
        if not is_working_day(self.calendar, day):
            return None
        zone = ZoneInfo(self.zone)
        start, end = datetime.combine(day, self.opens, zone), datetime.combine(day, self.closes, zone)
        return start.astimezone(UTC), end.astimezone(UTC)


def spans(hours: Hours, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The working hours from a moment on, the first one cut to it."""
    day = start.astimezone(ZoneInfo(hours.zone)).date()
    while True:
        if (span := hours.day(day)) and span[1] > start:
            yield max(span[0], start), span[1]
        day += ONE_DAY


def worked(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two moments."""
    total = NO_TIME
    for opened, closed in spans(hours, start):
        if opened >= end:
            return total
        total += min(closed, end) - opened
    return total


def deadline(hours: Hours, start: datetime, allowed: timedelta) -> datetime:
    """When the allowed working time, counted from `start`, is used up."""
    left = allowed
    for opened, closed in spans(hours, start):
        if closed - opened >= left:
            return opened + left
        left -= closed - opened
    return start


def end_of_day(hours: Hours, due_on: date) -> datetime:
    """When a team closes on a day, or on the next working day after it."""
    day = next_working_day(hours.calendar, due_on)
    return datetime.combine(day, hours.closes, ZoneInfo(hours.zone)).astimezone(UTC)


def closing_day(calendar: str, month: date, place: int) -> date:
    """A working day around the end of a month: -1 is its last one, -2 the one before, 1 the first one after it."""
    start = end_of_month(month) if place > 0 else end_of_month(month) + ONE_DAY
    return add_working_days(calendar, start, place)


@dataclass(frozen=True, slots=True)
class Clock:
    """Working time that was promised, how much is used, and since when it runs; `since` None while it is paused."""

    allowed: timedelta
    used: timedelta = NO_TIME
    since: datetime | None = None

    def started(self, now: datetime) -> "Clock":
        return self if self.since else replace(self, since=now)

    def paused(self, hours: Hours, now: datetime) -> "Clock":
        return replace(self, used=self.used_at(hours, now), since=None)

    def used_at(self, hours: Hours, now: datetime) -> timedelta:
        return self.used + (worked(hours, self.since, now) if self.since and now > self.since else NO_TIME)

    def due_at(self, hours: Hours) -> datetime | None:
        """When the promise is broken if nothing happens; None while the clock is paused."""
        if self.since is None:
            return None
        return deadline(hours, self.since, max(self.allowed - self.used, NO_TIME))
