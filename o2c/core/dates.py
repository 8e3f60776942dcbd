"""Days and months. Ranges are half-open `[from, until)`; what day it is comes from `clock.local_today` at the edge."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, overload

EomMode = Literal["none", "net_then_eom", "eom_then_net"]


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


@overload
def last_day(until: date) -> date: ...
@overload
def last_day(until: None) -> None: ...
def last_day(until: date | None) -> date | None:
    """The last day of a range that ends before `until`, as people say it; none for a range without end."""
    return until and until - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last day where it has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> Iterator[date]:
    """First days of the months from `first`'s to `last`'s, both included."""
    month = first_of_month(first)
    while month <= last:
        yield month
        month = add_months(month, 1)


def due_date(start: date, net_days: int, eom_mode: EomMode = "none") -> date:
    """When an invoice of `start` falls due.

    `net_then_eom` ("45 days end of month"): add the days, then go to the end of that month.
    `eom_then_net` ("end of month 45 days"): go to the end of the month, then add the days.
    Source: reference 2; worked: 15 Jan + 45 gives 31 Mar and 17 Mar.
    """
    match eom_mode:
        case "net_then_eom":
            return end_of_month(start + timedelta(days=net_days))
        case "eom_then_net":
            return end_of_month(start) + timedelta(days=net_days)
        case _:
            return start + timedelta(days=net_days)
