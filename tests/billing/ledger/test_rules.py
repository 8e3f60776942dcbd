"""Figures and rounding: the worked numbers of the reference, and what holds for every amount."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.billing.ledger.rules import Item, Line, Posting, journal, share_of_base
from o2c.billing.ledger.rules.figures import BUCKETS, MonthSales, bucket_of, dso, dso_countback, span_of

CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)
RATES = st.integers(1, 10**6).map(lambda value: Decimal(value) / 1000)


@pytest.mark.parametrize(
    ("as_of", "bucket"), [(date(2025, 10, 31), "not_due"), (date(2025, 11, 30), "d1_30"), (date(2025, 12, 1), "d31_60")]
)
def test_due_at_the_end_of_october(as_of: date, bucket: str) -> None:
    assert bucket_of(date(2025, 10, 31), as_of) == bucket


def test_days_of_sales_outstanding_of_the_worked_case() -> None:
    months = [MonthSales(Decimal(700), 30), MonthSales(Decimal(600), 31), MonthSales(Decimal(500), 31)]

    assert dso(Decimal(900), Decimal(1800)) == Decimal("45.0")
    assert dso(Decimal(630), Decimal(1800)) == Decimal("31.5")
    assert round(dso_countback(Decimal(900), months) or 0, 1) == Decimal("40.3")


def test_what_cannot_be_known_is_unknown() -> None:
    assert dso(Decimal(900), Decimal(0)) is None
    assert dso_countback(Decimal(900), [MonthSales(Decimal(700), 30)]) is None
    assert dso_countback(Decimal(0), []) == 0
    assert dso_countback(Decimal(10), [MonthSales(Decimal(-5), 30), MonthSales(Decimal(20), 31)]) == 30 + Decimal("15.5")


@given(st.integers(-400, 1000))
def test_every_day_falls_into_exactly_one_bucket(overdue: int) -> None:
    inside = [b.name for b in BUCKETS if (b.first is None or overdue >= b.first) and (b.last is None or overdue <= b.last)]

    assert inside == [bucket_of(date(2025, 1, 1), date.fromordinal(date(2025, 1, 1).toordinal() + overdue))]
    assert span_of(inside[0]) == next((b.first, b.last) for b in BUCKETS if b.name == inside[0])


@given(st.lists(CENTS, min_size=1, max_size=5), st.lists(CENTS, min_size=1, max_size=4), RATES)
def test_every_entry_balances_in_its_base_currency_whatever_the_rate(items: list[Decimal], taxes: list[Decimal], rate: Decimal) -> None:
    total, day = sum(items, Decimal(0)), date(2025, 1, 1)
    lines = [Line("tax", -tax) for tax in taxes]
    entry = Posting(
        kind="invoice", reference="x", entity_id=1, currency="USD", document_date=day, posting_date=day, account_id=1, customer_id=1,
        rate=rate, items=[Item(amount, day) for amount in items], lines=[*lines, Line("revenue", sum(taxes, Decimal(0)) - total)],
    )  # fmt: skip

    carried, booked = journal(entry, "EUR")

    assert sum(line.base for line in booked) == 0
    assert sum(line.amount for line in booked) == 0
    assert sum(carried) == next((line.base for line in booked if line.control_account == "receivable"), Decimal(0))


@given(st.lists(CENTS, min_size=1, max_size=8), RATES)
def test_the_parts_of_an_item_carry_exactly_its_base_amount(parts: list[Decimal], rate: Decimal) -> None:
    original = sum(parts, Decimal(0))
    base = round(original / rate, 2)
    settled = settled_base = Decimal(0)
    for part in parts:
        settled_base += share_of_base(original, base, settled, settled_base, part, "EUR")
        settled += part

    assert settled_base == base
