"""A client's process: which changes may follow each other, and the days that are typed as a list."""

import re
from collections.abc import Iterable

from o2c.core.errors import BusinessError

PROCESS_MOVES = {"requested": {"applied", "rejected"}, "applied": {"confirmed"}}
PROCESS_FIELDS = ("portal", "portal_url", "po_rule", "cut_off_day", "payment_run_days", "contacts", "instructions")


def days_of_month(text: str) -> list[int]:
    """ "5, 20" gives [5, 20]: days of the month in order, each once. Raises BusinessError "day_of_month"."""
    parts = [part for part in re.split(r"[\s,;]+", text) if part]
    return checked_days(parts)


def checked_days(days: Iterable[str | int]) -> list[int]:
    """The days in order, each once. Raises BusinessError "day_of_month" for what is none."""
    for day in days:
        if not str(day).isdigit() or not 1 <= int(day) <= 31:
            raise BusinessError("day_of_month", field="payment_run_days", day=day)
    return sorted({int(day) for day in days})
