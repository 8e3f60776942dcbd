"""Working days of a country, of one of its regions (`DE-BY`), or of the euro's banks (`ECB`). Pure.

For service levels, task dates and bank days; legal interest runs through every day of the year.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import holidays

BANK_DAYS = "ECB"
ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=512)
def holidays_of(calendar: str, year: int, language: str | None = None) -> Mapping[date, str]:
    """Public holidays of a year with their names, in the language if the calendar knows it.

    An empty calendar has weekends only. Raises ValueError for a calendar nobody knows.
    """
    found: Mapping[date, str] = _holidays(calendar, year, language)
    return found


def is_known(calendar: str) -> bool:
    try:
        return bool(calendar) and holidays_of(calendar, 2026) is not None
    except ValueError:
        return False


def is_working_day(calendar: str, day: date) -> bool:
    """Neither a weekend day nor a public holiday there."""
    return day.weekday() not in _weekend(calendar, day.year) and day not in holidays_of(calendar, day.year)


def next_working_day(calendar: str, day: date) -> date:
    """The day itself if people work then, else the next one they do."""
    while not is_working_day(calendar, day):
        day += ONE_DAY
    return day


def add_working_days(calendar: str, day: date, days: int) -> date:
    """`days` working days after `day` (before it when negative); zero days is the next working day from `day` on."""
    if days == 0:
        return next_working_day(calendar, day)
    step = ONE_DAY if days > 0 else -ONE_DAY
    for _ in range(abs(days)):
        day += step
        while not is_working_day(calendar, day):
            day += step
    return day


@lru_cache(maxsize=512)
def _weekend(calendar: str, year: int) -> frozenset[int]:
    return frozenset(getattr(_holidays(calendar, year, None), "weekend", {5, 6}))


def _holidays(calendar: str, year: int, language: str | None) -> Any:
    if not calendar:
        return {}
    if calendar == BANK_DAYS:
        return holidays.financial_holidays(BANK_DAYS, years=year)
    country, _, region = calendar.partition("-")
    try:
        known = holidays.country_holidays(country, subdiv=region or None, years=year)
        return holidays.country_holidays(country, subdiv=region or None, years=year, language=_closest(known, language))
    except NotImplementedError as error:
        raise ValueError(f"no calendar {calendar!r}") from error


def _closest(known: Any, language: str | None) -> str | None:
    """The calendar's own spelling of the language (`en_US` for `en`)."""
    offered = getattr(known, "supported_languages", ())
    return next((code for code in offered if language and code.split("_")[0] == language.split("-")[0]), None)
