"""O2C-17: nothing goes inside its legal period, whatever the laws were and are. Pure."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.core.retention.rules import Period, Reason, earliest_event, free_on, judged

TODAY = date(2026, 12, 1)
FRENCH = Period("FR", "accounting", 10, True, date(1900, 1, 1))
GERMAN = [
    Period("DE", "accounting", 10, True, date(1900, 1, 1), date(2025, 1, 1)),
    Period("DE", "accounting", 8, True, date(2025, 1, 1)),
]


@pytest.mark.parametrize(
    ("event_on", "own_years", "first_day"),
    [(date(2015, 1, 1), 0, date(2026, 1, 1)), (date(2015, 12, 31), 0, date(2026, 1, 1)), (date(2015, 6, 1), 12, date(2028, 1, 1))],
)
def test_ten_french_years_count_from_the_end_of_the_year(event_on: date, own_years: int, first_day: date) -> None:
    reason = Reason("accounting", "FR", event_on, own_years)
    assert free_on(reason, [FRENCH], today=TODAY) == first_day
    assert judged([reason], [FRENCH], [], today=first_day - timedelta(days=1)).code == "retention_inside_period"
    assert judged([reason], [FRENCH], [], today=first_day).may_go


def test_a_shortened_period_counts_for_what_happens_after_it() -> None:
    assert free_on(Reason("accounting", "DE", date(2024, 12, 31)), GERMAN, today=TODAY) == date(2035, 1, 1)
    assert free_on(Reason("accounting", "DE", date(2025, 1, 1)), GERMAN, today=TODAY) == date(2034, 1, 1)


def test_a_lengthened_period_counts_for_everything_still_here() -> None:
    belgian = [
        Period("BE", "accounting", 7, True, date(1900, 1, 1), date(2023, 1, 1)),
        Period("BE", "accounting", 10, True, date(2023, 1, 1)),
    ]
    assert free_on(Reason("accounting", "BE", date(2017, 5, 1)), belgian, today=TODAY) == date(2028, 1, 1)


def test_a_day_that_few_years_have_is_followed_by_the_first_of_march() -> None:
    by_day = Period("FR", "identity", 5, False, date(1900, 1, 1))
    assert free_on(Reason("identity", "FR", date(2020, 2, 29)), [by_day], today=TODAY) == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("reasons", "holds", "code"),
    [
        ([], [], "retention_unknown_use"),
        ([Reason("accounting", "FR", date(2000, 1, 1)), Reason("contract", "FR", None)], [], "retention_still_running"),
        ([Reason("accounting", "XX", date(2000, 1, 1))], [], "retention_no_period"),
        ([Reason("contract", "FR", date(2000, 1, 1))], [], "retention_no_period"),
        ([Reason("accounting", "FR", date(2000, 1, 1))], ["frozen"], "retention_held"),
    ],
)
def test_what_is_not_known_or_is_held_stays(reasons: list[Reason], holds: list[str], code: str) -> None:
    verdict = judged(reasons, [FRENCH], holds, today=TODAY)
    assert (verdict.may_go, verdict.code) == (False, code)


def test_a_law_that_ended_without_another_says_nothing() -> None:
    ended = [Period("DE", "accounting", 2, True, date(1900, 1, 1), date(2010, 1, 1))]
    assert judged([Reason("accounting", "DE", date(2005, 1, 1))], ended, [], today=TODAY).code == "retention_no_period"


DAYS = st.dates(date(1995, 1, 1), date(2045, 12, 31))
PERIODS = st.builds(
    Period, st.sampled_from(["FR", "DE"]), st.sampled_from(["accounting", "contract"]), st.integers(1, 30), st.booleans(), DAYS,
    st.none() | DAYS,
)  # fmt: skip
REASONS = st.builds(
    Reason, st.sampled_from(["accounting", "contract"]), st.sampled_from(["FR", "DE", "GB"]), st.none() | DAYS, st.integers(0, 20)
)


HOLDS = st.lists(st.just("held"), max_size=1)


@given(reasons=st.lists(REASONS, max_size=4), periods=st.lists(PERIODS, max_size=6), holds=HOLDS, today=DAYS)
def test_nothing_goes_inside_a_period_or_under_a_hold(reasons: list[Reason], periods: list[Period], holds: list[str], today: date) -> None:
    verdict = judged(reasons, periods, holds, today=today)
    if not verdict.may_go:
        return
    assert reasons
    assert not holds
    for reason in reasons:
        assert reason.event_on is not None
        at_work = [
            period.years
            for period in periods
            if (period.country, period.kind) == (reason.country, reason.kind)
            and period.valid_from <= today
            and (period.valid_until is None or period.valid_until > reason.event_on)
        ]
        assert at_work  # some law is known
        years = max([*at_work, reason.own_years])
        event = reason.event_on
        assert (today.year - event.year, (today.month, today.day) >= (event.month, event.day)) >= (years, True)


@given(event=DAYS, own=st.integers(0, 20), periods=st.lists(PERIODS, min_size=1, max_size=6), today=DAYS)
def test_what_nobody_looks_at_could_not_go_anyway(event: date, own: int, periods: list[Period], today: date) -> None:
    before = earliest_event(periods, today=today)
    assert before is not None
    if event >= before and event < today:
        assert all(
            not judged([Reason(kind, country, event, own)], periods, [], today=today - timedelta(days=4)).may_go
            for kind in ("accounting", "contract")
            for country in ("FR", "DE")
        )
