"""The chain: any change, gap or loss is found at its first row. No database."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o2c.core.audit.rules import GENESIS, Break, canonical, first_break, link

WORDS = st.text(alphabet='abé"0', max_size=4)
EVENTS = st.lists(st.dictionaries(WORDS, st.integers() | WORDS | st.none(), max_size=3), min_size=1, max_size=6)
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding
Row = tuple[int, str, str, dict[str, object]]


def chained(events: list[dict[str, object]]) -> list[Row]:
    rows: list[Row] = []
    previous = GENESIS
    for seq, event in enumerate(events, start=1):
        rows.append((seq, previous, link(previous, event), event))
        previous = rows[-1][2]
    return rows


def broken(rows: list[Row], head: list[Row]) -> Break | None:
    return first_break(rows, head[-1][0], head[-1][2])


@calm
@given(EVENTS)
def test_an_untouched_chain_holds(events: list[dict[str, object]]) -> None:
    rows = chained(events)
    assert broken(rows, rows) is None


@calm
@given(EVENTS, st.data())
def test_a_changed_event_is_named(events: list[dict[str, object]], data: st.DataObject) -> None:
    rows = chained(events)
    at = data.draw(st.integers(0, len(rows) - 1))
    seq, previous, stored, event = rows[at]
    tampered = [*rows[:at], (seq, previous, stored, {**event, "reason!": "x"}), *rows[at + 1 :]]

    assert broken(tampered, rows) == Break(seq, "event_changed")


@calm
@given(EVENTS, st.data())
def test_a_missing_event_is_named_even_the_last_one(events: list[dict[str, object]], data: st.DataObject) -> None:
    rows = chained(events)
    at = data.draw(st.integers(0, len(rows) - 1))

    assert broken(rows[:at] + rows[at + 1 :], rows) == Break(at + 1, "event_missing")


def test_a_rewritten_chain_does_not_meet_its_head() -> None:
    rows, rewritten = chained([{"a": 1}, {"b": 2}]), chained([{"a": 1}, {"b": 3}])

    assert first_break(rewritten, 2, rows[-1][2]) == Break(2, "head_changed")
    assert first_break(rows, 1, rows[0][2]) == Break(1, "head_changed")


def test_canonical_json_is_sorted_and_plain() -> None:
    from datetime import UTC, date, datetime
    from decimal import Decimal

    event = {"b": Decimal("1.20"), "a": datetime(2026, 3, 2, 12, tzinfo=UTC), "é": date(2026, 3, 2)}
    assert canonical(event) == '{"a":"2026-03-02T12:00:00.000000+00:00","b":"1.20","é":"2026-03-02"}'
