"""When a banking day is in order. Pure. Source: requirement AR-17."""

from dataclasses import dataclass
from datetime import date, timedelta

from o2c.core.entities.calendars import BANK_DAYS, is_working_day

SHOWN = 5


@dataclass(frozen=True, slots=True)
class BankDay:
    """One banking day of one account."""

    account_id: int
    day: date
    has_statement: bool
    lines: int
    unmatched: int
    parked: int
    is_reviewed: bool

    @property
    def lacks(self) -> str:
        """What is missing: "statement", "review", or nothing."""
        if not self.has_statement:
            return "statement"
        return "" if self.is_reviewed else "review"


def bank_days_before(day: date, count: int = SHOWN) -> list[date]:
    """The last banking days before a day, newest first."""
    found: list[date] = []
    while len(found) < count:
        day -= timedelta(days=1)
        if is_working_day(BANK_DAYS, day):
            found.append(day)
    return found


def is_red(found: BankDay, today: date) -> bool:
    """At the cut-off of a day, the statement of the banking day before must be there, and the day before that signed."""
    before = bank_days_before(today, 2)
    if found.day > before[0]:
        return False
    return found.lacks == "statement" or (found.lacks == "review" and found.day <= before[1])
