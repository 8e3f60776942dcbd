"""Clocks of service levels: they run in business hours only, and a pause neither loses nor wins time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.core.work.rules import NO_TIME, Clock, Hours, closing_day, deadline, end_of_day, worked

BAVARIA = Hours("DE-BY", "Europe/Berlin", time(9), time(18))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
DURATIONS = st.timedeltas(NO_TIME, timedelta(hours=60))


def moment(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (moment(1, 7), moment(1, 16), 9),
        (moment(1, 3), moment(1, 8), 1),
        (moment(1, 15), moment(2, 8), 2),
        (moment(3, 15), moment(5, 8), 2),
        (moment(5, 15), moment(8, 8), 2),
        (moment(6, 8), moment(7, 20), 0),
    ],
    ids=["a whole day", "before opening", "over night", "over Corpus Christi", "over the weekend", "on the weekend"],
)
def test_only_business_hours_count(start: datetime, end: datetime, hours: int) -> None:
    assert worked(BAVARIA, start, end) == timedelta(hours=hours)


def test_eight_hours_promised_on_the_eve_of_a_holiday() -> None:
    assert deadline(BAVARIA, moment(3, 15), timedelta(hours=8)) == moment(5, 14)


def test_a_day_of_summer_time_is_as_long_as_any_other() -> None:
    saturday, monday = datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 20, tzinfo=UTC)

    assert worked(BAVARIA, saturday, monday) == timedelta(hours=9)


def test_what_is_due_on_a_bavarian_holiday_moves_to_the_next_working_day() -> None:
    assert end_of_day(BAVARIA, date(2026, 6, 4)) == moment(5, 16)
    assert end_of_day(Hours("DE-HH", "Europe/Berlin", time(9), time(18)), date(2026, 6, 4)) == moment(4, 16)


@pytest.mark.parametrize(
    ("place", "day"),
    [(-2, date(2026, 5, 28)), (-1, date(2026, 5, 29)), (1, date(2026, 6, 1)), (3, date(2026, 6, 3)), (4, date(2026, 6, 5))],
)
def test_working_days_around_the_end_of_may_in_bavaria(place: int, day: date) -> None:
    assert closing_day("DE-BY", date(2026, 5, 11), place) == day


def test_a_paused_clock_has_no_due_time() -> None:
    clock = Clock(timedelta(hours=8)).started(moment(1, 7)).paused(BAVARIA, moment(1, 9))

    assert (clock.due_at(BAVARIA), clock.used) == (None, timedelta(hours=2))
    assert clock.started(moment(2, 7)).due_at(BAVARIA) == moment(2, 13)


def test_a_clock_that_ran_out_is_due_where_it_started_again() -> None:
    clock = Clock(timedelta(hours=1), used=timedelta(hours=3)).started(moment(1, 7))

    assert clock.due_at(BAVARIA) == moment(1, 7)


@given(MOMENTS, DURATIONS)
def test_the_deadline_is_where_the_working_time_is_used_up(start: datetime, allowed: timedelta) -> None:
    assert worked(BAVARIA, start, deadline(BAVARIA, start, allowed)) == allowed


@given(MOMENTS, DURATIONS, DURATIONS)
def test_working_time_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    middle, end = start + first, start + first + second

    assert worked(BAVARIA, start, middle) + worked(BAVARIA, middle, end) == worked(BAVARIA, start, end)


@given(MOMENTS, st.lists(DURATIONS, min_size=1, max_size=6))
def test_however_often_it_pauses_only_running_time_is_used(start: datetime, lengths: list[timedelta]) -> None:
    clock, now, expected = Clock(timedelta(hours=40)), start, NO_TIME
    for turn, length in enumerate(lengths):
        running = turn % 2 == 0
        clock = clock.started(now) if running else clock
        expected += worked(BAVARIA, now, now + length) if running else NO_TIME
        now += length
        clock = clock.paused(BAVARIA, now)

    assert clock.used == expected
    assert clock.used_at(BAVARIA, now + timedelta(days=9)) == expected
