"""Pure rules: caps, remarks, domains, days of the month."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.accounts.customers.rules.answers import domain_of, is_reserved, is_reusable
from o2c.accounts.customers.rules.caps import Cap, is_reached, reminders_within
from o2c.accounts.customers.rules.process import days_of_month
from o2c.accounts.customers.rules.unusual import unusual
from o2c.core.errors import BusinessError

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


@given(st.lists(st.integers(-800, 0), max_size=8), st.integers(1, 5), st.integers(1, 30))
def test_one_more_reminder_is_never_beyond_a_cap_that_counts_fewer(hours: list[int], most: int, days: int) -> None:
    sent, cap = [NOW + timedelta(hours=each) for each in hours], Cap(most, days)

    assert is_reached(sent, NOW, cap) == (reminders_within(sent, NOW, cap) >= most)
    assert reminders_within(sent, NOW, cap) == sum(each > -24 * days for each in hours)
    assert not is_reached(sent, NOW, None)


@pytest.mark.parametrize(
    ("name", "country", "vat_id", "codes"),
    [
        ("Müller GmbH", "DE", "DE136695976", []),
        ("tbd", "", "", ["name_placeholder"]),
        ("Acme ann@acme.fr", "FR", "", ["name_with_other_data"]),
        ("ACME INTERNATIONAL", "FR", "", ["name_in_capitals"]),
        ("Müller GmbH", "FR", "DE136695976", ["vat_country_differs"]),
        ("Müller GmbH", "GR", "EL094259216", []),
        ("中", "CN", "", []),
    ],
)
def test_what_is_unusual(name: str, country: str, vat_id: str, codes: list[str]) -> None:
    assert unusual(name, country, vat_id) == codes


def test_domains() -> None:
    assert domain_of("Ann@Client.Example.") == "client.example"
    assert domain_of("no address") == ""
    assert is_reserved("client.example")
    assert is_reserved("mail.example.com")
    assert not is_reserved("myexample.com")


@given(st.lists(st.integers(1, 31)))
def test_days_come_back_in_order_each_once(days: list[int]) -> None:
    assert days_of_month(", ".join(map(str, days))) == sorted(set(days))


@pytest.mark.parametrize("text", ["0", "32", "five", "1,-2"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BusinessError, match="day_of_month"):
        days_of_month(text)


@pytest.mark.parametrize(
    ("state", "hours", "used"), [("valid", 23, True), ("valid", 24, False), ("invalid", 1, True), ("unreachable", 0, False)]
)
def test_an_answer_is_used_again_for_a_day(state: str, hours: int, used: bool) -> None:
    assert is_reusable(state, NOW - timedelta(hours=hours), NOW) is used
