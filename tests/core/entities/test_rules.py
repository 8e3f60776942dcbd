"""Calendars, rate files, what months allow, and account numbers: all without a database."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.core.entities import calendars
from o2c.core.entities.readers import BadRow, RateRow, read_rates
from o2c.core.entities.rules import Quote, compact_bic, compact_iban, cross, is_stale, posting_refusal
from o2c.core.errors import BusinessError

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_a_bavarian_holiday_is_a_working_day_in_hamburg() -> None:
    corpus_christi = date(2026, 6, 4)

    assert not calendars.is_working_day("DE-BY", corpus_christi)
    assert calendars.is_working_day("DE-HH", corpus_christi)
    assert calendars.next_working_day("DE-BY", corpus_christi) == date(2026, 6, 5)


def test_banks_work_on_national_holidays_but_not_on_good_friday() -> None:
    assert calendars.is_working_day(calendars.BANK_DAYS, date(2026, 7, 14))
    assert not calendars.is_working_day(calendars.BANK_DAYS, date(2026, 4, 3))
    assert calendars.add_working_days(calendars.BANK_DAYS, date(2026, 4, 2), 1) == date(2026, 4, 7)


def test_working_days_are_counted_forwards_and_backwards() -> None:
    assert calendars.add_working_days("FR", date(2026, 4, 30), 1) == date(2026, 5, 4)
    assert calendars.add_working_days("FR", date(2026, 5, 4), -1) == date(2026, 4, 30)
    assert calendars.add_working_days("FR", date(2026, 5, 1), 0) == date(2026, 5, 4)


def test_an_unknown_calendar_is_refused_and_an_empty_one_has_weekends() -> None:
    assert not calendars.is_known("DE-XX")
    assert not calendars.is_known("nowhere")
    assert calendars.is_working_day("", date(2026, 1, 1))
    assert not calendars.is_working_day("", date(2026, 1, 3))


def test_holidays_are_named_in_the_readers_language() -> None:
    assert calendars.holidays_of("DE-BY", 2026, "de")[date(2026, 6, 4)] == "Fronleichnam"
    assert calendars.holidays_of("DE-BY", 2026, "en")[date(2026, 6, 4)] == "Corpus Christi"


@given(DAYS, st.integers(1, 40))
def test_days_added_are_taken_back(day: date, count: int) -> None:
    start = calendars.next_working_day("FR", day)

    assert calendars.add_working_days("FR", calendars.add_working_days("FR", start, count), -count) == start


@pytest.mark.parametrize(
    ("states", "refusal"),
    [
        ([], "period_not_opened"),
        (["open"], None),
        (["open", "open"], None),
        (["open", "soft"], "period_soft_closed"),
        (["closed", "open"], "period_closed"),
        (["soft", "closed"], "period_closed"),
    ],
)
def test_the_strictest_period_decides(states: list[str], refusal: str | None) -> None:
    assert posting_refusal(states) == refusal


def test_rates_cross_through_the_base() -> None:
    dollar, yen = Quote(Decimal("1.25"), date(2026, 1, 2)), Quote(Decimal("160"), date(2026, 1, 2))

    assert cross(dollar, yen) == Decimal("128")
    assert cross(yen, dollar) == Decimal("0.0078125")


def test_a_quote_is_stale_after_ten_days() -> None:
    quote = Quote(Decimal("1.1"), date(2026, 1, 2))

    assert not is_stale(quote, quote.day + timedelta(days=10))
    assert is_stale(quote, quote.day + timedelta(days=11))


def test_ibans_are_compacted_and_their_check_digits_verified() -> None:
    assert compact_iban("de89 3704 0044 0532 0130 00") == "DE89370400440532013000"
    with pytest.raises(BusinessError) as refusal:
        compact_iban("DE88 3704 0044 0532 0130 00")
    assert refusal.value.code == "iban_invalid"
    with pytest.raises(BusinessError) as refusal:
        compact_bic("NOBIC")
    assert refusal.value.code == "bic_invalid"


def test_our_own_rate_file() -> None:
    content = b"day,base,currency,rate,purpose,source\n2026-01-02,EUR,USD,1.0834,,ECB\n2026-01-02,EUR,ECB-MRO,-0.5,interest_reference,ECB\n"

    assert list(read_rates(content)) == [
        RateRow(date(2026, 1, 2), "EUR", "USD", Decimal("1.0834"), "booking", "ECB", 2),
        RateRow(date(2026, 1, 2), "EUR", "ECB-MRO", Decimal("-0.5"), "interest_reference", "ECB", 3),
    ]


def test_the_central_banks_files_as_csv_and_xml() -> None:
    wide = b"Date, USD, JPY, BGN, \n02 January 2026, 1.0834, 161.2, N/A, \n"
    cubes = b"""<?xml version="1.0" encoding="UTF-8"?>
    <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
    <Cube><Cube time="2026-01-02"><Cube currency="USD" rate="1.0834"/><Cube currency="JPY" rate="161.2"/></Cube></Cube></gesmes:Envelope>"""

    for content in (wide, cubes):
        rows = [row for row in read_rates(content) if isinstance(row, RateRow)]
        assert [(row.day, row.code, row.value, row.source) for row in rows] == [
            (date(2026, 1, 2), "USD", Decimal("1.0834"), "ECB"),
            (date(2026, 1, 2), "JPY", Decimal("161.2"), "ECB"),
        ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("31/01/2026,USD,1.1", "rate_day_unreadable"),
        ("2026-01-31,USD,zero", "rate_value_unreadable"),
        ("2026-01-31,USD,0", "rate_value_unreadable"),
        ("2026-01-31,USD,NaN", "rate_value_unreadable"),
        ("2026-01-31,USD,1e400", "rate_value_unreadable"),
        ("2026-01-31,,1.1", "rate_currency_unreadable"),
        ("2026-01-31,EUR,1.1", "rate_currency_unreadable"),
        ("2026-01-31", "rate_value_unreadable"),
    ],
)
def test_bad_lines_are_findings(line: str, why: str) -> None:
    (row,) = read_rates(f"day,currency,rate\n{line}\n".encode())

    assert isinstance(row, BadRow)
    assert (row.why, row.line) == (why, 2)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"<html"])
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        list(read_rates(content))
