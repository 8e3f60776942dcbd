"""Which purchase order a line uses, and how quantity and price stand on it."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from o2c.billing.invoicing.rules import Need, Order, adds_up, place, quantity_of
from o2c.core.money import round_to_currency

START = date(2026, 1, 1)
DAYS = st.integers(0, 120).map(lambda days: START + timedelta(days=days))
AMOUNTS = st.decimals(Decimal("0.01"), Decimal(5000), places=2)


def need(pk: int, amount: str, *, required: bool = True, first: int = 10, last: int = 20) -> Need:
    return Need(pk, START + timedelta(days=first), START + timedelta(days=last), Decimal(amount), required)


def order(pk: int, room: str, *, until: int | None = None) -> Order:
    return Order(pk, START, START + timedelta(days=until) if until is not None else None, Decimal(room))


def test_a_line_beyond_what_remains_is_held_and_says_by_how_much() -> None:
    (placed,) = place([need(1, "700")], [order(7, "500")])

    assert (placed.order, placed.code, placed.over) == (7, "run_po_exhausted", Decimal(200))


def test_the_order_that_expires_first_is_used_first_and_the_next_takes_what_it_cannot() -> None:
    placed = place([need(1, "400"), need(2, "400")], [order(8, "1000"), order(7, "500", until=60)])

    assert [each.order for each in placed] == [7, 8]


def test_a_line_that_must_wait_leaves_the_room_to_one_that_fits() -> None:
    placed = place([need(1, "700"), need(2, "500")], [order(7, "500")])

    assert [(each.need, each.code) for each in placed] == [(1, "run_po_exhausted"), (2, "")]


def test_an_order_must_cover_the_last_service_day() -> None:
    expired, missing = place([need(1, "1")], [order(7, "9", until=20)]), place([need(1, "1")], [])
    covered = place([need(1, "1")], [order(7, "9", until=21)])

    assert [(each.order, each.code) for each in [*expired, *missing, *covered]] == [
        (7, "run_po_expired"),
        (None, "run_po_missing"),
        (7, ""),
    ]


def test_an_order_whose_finding_is_waived_bears_every_line() -> None:
    (placed,) = place([need(1, "700")], [Order(7, START, START + timedelta(days=5), Decimal(1), is_waived=True)])

    assert (placed.order, placed.code) == (7, "")


def test_where_none_is_required_a_line_goes_out_without() -> None:
    (placed,) = place([need(1, "700", required=False)], [order(7, "500")])

    assert (placed.order, placed.code) == (None, "")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(AMOUNTS, DAYS, st.integers(0, 30), st.booleans()), max_size=8),
    st.lists(st.tuples(AMOUNTS, DAYS, st.one_of(st.none(), st.integers(1, 90))), max_size=4),
)
def test_no_order_is_overdrawn_and_every_line_has_an_answer(lines: list[tuple], papers: list[tuple]) -> None:  # type: ignore[type-arg]
    needs = [Need(pk, first, first + timedelta(days=days), amount, asked) for pk, (amount, first, days, asked) in enumerate(lines)]
    ends = [None if days is None else start + timedelta(days=days) for _room, start, days in papers]
    rooms = {pk: room for pk, (room, _start, _days) in enumerate(papers)}
    orders = [Order(pk, start, end, room) for (pk, (room, start, _d)), end in zip(enumerate(papers), ends, strict=True)]

    placed = place(needs, orders)

    amounts = {each.pk: each for each in needs}
    assert sorted(each.need for each in placed) == sorted(amounts)
    for pk, room in rooms.items():
        assert sum((amounts[each.need].amount for each in placed if each.order == pk and not each.code), Decimal(0)) <= room
    assert all(amounts[each.need].is_required for each in placed if each.code)
    assert all(each.order is not None or each.code or not amounts[each.need].is_required for each in placed)
    assert all(each.over > 0 for each in placed if each.code == "run_po_exhausted")


@settings(max_examples=100, deadline=None)
@given(
    st.decimals(Decimal(0), Decimal(10**9), places=4), st.decimals(Decimal(-1000), Decimal(10**7), places=2),
    st.sampled_from(["EUR", "KWD"]), st.one_of(st.none(), st.decimals(Decimal(0), Decimal(100), places=4)),
)  # fmt: skip
def test_quantity_times_price_is_the_amount(units: Decimal, amount: Decimal, currency: str, agreed: Decimal | None) -> None:
    stands = quantity_of(units, amount, currency, agreed)

    assert round_to_currency(stands.quantity * stands.price, currency) == amount
    assert stands.price >= 0
    assert stands.quantity.as_tuple().exponent >= -8


def test_the_agreed_price_stands_on_the_line_where_it_explains_the_amount() -> None:
    each = quantity_of(Decimal(200), Decimal("50.00"), "EUR", Decimal("0.25"))
    thousands = quantity_of(Decimal(12_500), Decimal("25.00"), "EUR", Decimal(2))
    derived = quantity_of(Decimal(12_500), Decimal("26.00"), "EUR", Decimal(2))

    assert [(stands.quantity, stands.unit, stands.price) for stands in (each, thousands, derived)] == [
        (Decimal(200), "C62", Decimal("0.25")),
        (Decimal("12.5"), "MIL", Decimal(2)),
        (Decimal("12.5"), "MIL", Decimal("2.08")),
    ]


def test_parts_that_are_not_the_whole_are_noticed() -> None:
    parts = dict.fromkeys(["billed", "held", "excepted", "test", "unbilled"], Decimal(1))

    assert adds_up({"EUR": parts | {"all": Decimal(5)}})
    assert not adds_up({"EUR": parts | {"all": Decimal(5)}, "USD": parts | {"all": Decimal(4)}})
