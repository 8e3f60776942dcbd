"""Whether a record may go: pure. Source: requirements O2C-17; the periods are rows, dated and per country."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

PERIOD_MOVES = {"proposed": {"active"}, "active": set[str]()}
RELEASE_MOVES = {
    "counting": {"proposed", "discarded"},
    "proposed": {"released", "discarded"},
    "released": {"done", "stopped"},
    "done": set[str](),
    "discarded": set[str](),
    "stopped": set[str](),
}
LONGEST = 100  # years


@dataclass(frozen=True, slots=True)
class Period:
    """A legal period of a kind of record in a country, in force on the days `[valid_from, valid_until)`."""

    country: str
    kind: str
    years: int
    from_year_end: bool
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is kept: its kind, whose law, the day its period begins (None: not yet), and how long we want it ourselves."""

    kind: str
    country: str
    event_on: date | None
    own_years: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """`free_on`: the first day on which the law lets it go; `code` and `values` are the sentence that says why."""

    may_go: bool
    free_on: date | None
    code: str
    values: dict[str, Any] = field(default_factory=dict)


def judged(reasons: Sequence[Reason], periods: Iterable[Period], holds: Sequence[str], *, today: date) -> Verdict:
    """May it go? Only when every reason to keep it is known and over, and nothing holds it. What is not known means no."""
    if not reasons:
        return Verdict(False, None, "retention_unknown_use")
    known = list(periods)
    ends: list[tuple[date, Reason]] = []
    for reason in reasons:
        if reason.event_on is None:
            return Verdict(False, None, "retention_still_running", {"kind": reason.kind})
        end = free_on(reason, known, today=today)
        if end is None:
            return Verdict(False, None, "retention_no_period", {"kind": reason.kind, "country": reason.country or "–"})
        ends.append((end, reason))
    last, decisive = max(ends, key=lambda each: each[0])
    facts = {"kind": decisive.kind, "country": decisive.country, "free_on": last}
    if today < last:
        return Verdict(False, last, "retention_inside_period", facts)
    if holds:
        return Verdict(False, last, "retention_held", {"reasons": "; ".join(holds)})
    return Verdict(True, last, "retention_over", facts)


def free_on(reason: Reason, periods: Iterable[Period], *, today: date) -> date | None:
    """The first day after the longest period that held at any time between the event and today; None where none is known.

    A law that shortens a period therefore counts for what happens after it, one that lengthens it for everything that is still here.
    """
    start = reason.event_on
    if start is None:
        return None
    at_hand = [
        period
        for period in periods
        if (period.country, period.kind) == (reason.country, reason.kind)
        and period.valid_from <= max(today, start)
        and (period.valid_until is None or period.valid_until > start)
    ]
    if not at_hand or not _covers(at_hand, max(today, start)):
        return None
    return max(_end(start, max(period.years, reason.own_years), period.from_year_end) for period in at_hand)


def _covers(periods: list[Period], day: date) -> bool:
    """A law of the past alone says nothing about today."""
    return any(period.valid_from <= day and (period.valid_until is None or day < period.valid_until) for period in periods)


def _end(start: date, years: int, from_year_end: bool) -> date:
    if from_year_end:
        return date(start.year + years + 1, 1, 1)
    leap = start.month == 2 and start.day == 29
    return date(start.year + years, 3, 1) if leap else start.replace(year=start.year + years)


def earliest_event(periods: Iterable[Period], *, today: date) -> date | None:
    """What began on this day or later is inside every period there is, so nobody needs to look at it; None without periods."""
    years = [period.years for period in periods]
    return date(today.year - min(years), today.month, min(today.day, 28)) if years else None
