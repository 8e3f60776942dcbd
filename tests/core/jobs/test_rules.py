"""The plan of the night: what may start, what waits, what is held up."""

from datetime import date, datetime
from graphlib import CycleError

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o2c.core.jobs.rules import Step, held_up, in_order, night_of, prerequisites, ready, units

FR, DE = 1, 2
STEPS = {
    step.name: step
    for step in (
        Step("proofs", after=("controls", "worklists")),
        Step("worklists", after=("controls",)),
        Step("controls", after=("rates", "snapshot", "not_built_yet")),
        Step("snapshot"),
        Step("rates", per_entity=False),
        Step("anchor", after=("proofs",), per_entity=False),
    )
}


def test_steps_come_after_what_they_wait_for() -> None:
    order = in_order(STEPS)

    assert set(order) == set(STEPS)
    assert all(order.index(before) < order.index(name) for name, step in STEPS.items() for before in step.after if before in STEPS)


def test_a_circle_is_refused() -> None:
    with pytest.raises(CycleError):
        in_order({"a": Step("a", after=("b",)), "b": Step("b", after=("a",))})


def test_a_step_waits_for_its_own_entity_for_the_house_or_for_everybody() -> None:
    assert prerequisites(("controls", FR), STEPS, [FR, DE]) == [("rates", None), ("snapshot", FR)]
    assert prerequisites(("anchor", None), STEPS, [FR, DE]) == [("proofs", FR), ("proofs", DE)]


def test_a_fresh_night_starts_with_what_waits_for_nothing() -> None:
    assert set(ready(STEPS, [FR, DE], {})) == {("rates", None), ("snapshot", FR), ("snapshot", DE)}


def test_one_entity_goes_on_while_the_other_still_runs() -> None:
    states = {("rates", None): "done", ("snapshot", FR): "done", ("snapshot", DE): "running"}

    assert ready(STEPS, [FR, DE], states) == [("controls", FR)]


def test_a_failed_step_stops_only_what_depends_on_it() -> None:
    states = {("rates", None): "done", ("snapshot", FR): "failed", ("snapshot", DE): "done"}

    assert ready(STEPS, [FR, DE], states) == [("controls", DE)]
    assert held_up(("proofs", FR), STEPS, [FR, DE], states) == ("snapshot", FR)
    assert held_up(("proofs", DE), STEPS, [FR, DE], states) is None
    assert held_up(("anchor", None), STEPS, [FR, DE], states) == ("snapshot", FR)


def test_what_closes_the_night_waits_for_every_end_but_not_for_success() -> None:
    steps = {step.name: step for step in (Step("facts"), Step("lists", after=("facts",)), Step("report", per_entity=False, last=True))}

    assert ready(steps, [FR], {("facts", FR): "running"}) == []
    assert ready(steps, [FR], {("facts", FR): "done"}) == [("lists", FR)]
    assert ready(steps, [FR], {("facts", FR): "done", ("lists", FR): "queued"}) == []
    assert ready(steps, [FR], {("facts", FR): "failed"}) == [("report", None)]
    assert ready(steps, [FR], {("facts", FR): "done", ("lists", FR): "done"}) == [("report", None)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(st.lists(st.sampled_from(["done", "failed", "cancelled"]), min_size=20, max_size=20))
def test_every_night_comes_to_an_end_and_runs_nothing_twice_nor_too_early(outcomes: list[str]) -> None:
    states: dict[tuple[str, int | None], str] = {}
    while due := ready(STEPS, [FR, DE], states):
        unit = due[0]
        assert unit not in states
        assert all(states[before] == "done" for before in prerequisites(unit, STEPS, [FR, DE]))
        states[unit] = outcomes[len(states)]

    left = [unit for unit in units(STEPS, [FR, DE]) if unit not in states]
    assert all(held_up(unit, STEPS, [FR, DE], states) for unit in left)
    assert bool(left) == any(state != "done" for unit, state in states.items() if unit != ("anchor", None))


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        (datetime(2026, 3, 1, 1, 59), date(2026, 2, 28)),  # noqa: DTZ001
        (datetime(2026, 3, 1, 2, 0), date(2026, 3, 1)),  # noqa: DTZ001
        (datetime(2026, 3, 1, 23, 0), date(2026, 3, 1)),  # noqa: DTZ001
    ],
)
def test_the_night_of_a_day_begins_at_two(moment: datetime, night: date) -> None:
    assert night_of(moment) == night
