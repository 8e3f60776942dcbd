"""The check as a pure rule: countries and goods against rules of the day, and what a licence lets pass."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from o2c.compliance.embargo.rules import Deal, Licence, Rule, check

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding

DAY = date(2026, 3, 1)
COUNTRIES = st.sampled_from(["RU", "KP", "DE", "BY"])
GOODS = st.frozensets(st.sampled_from(["advertising", "software", "military"]))
DAYS = st.integers(-40, 40).map(lambda days: DAY + timedelta(days=days))
rules = st.lists(
    st.builds(Rule, code=st.sampled_from(["A", "B", "C", "D"]), country=COUNTRIES, starts_on=DAYS, ends_on=st.none() | DAYS, goods=GOODS),
    max_size=6,
)
licences = st.lists(st.builds(Licence, number=st.just("L"), country=COUNTRIES, starts_on=DAYS, ends_on=DAYS, goods=GOODS), max_size=4)
deals = st.builds(Deal, countries=st.dictionaries(COUNTRIES, st.just(("Somebody",))), goods=GOODS)
TOTAL = Rule("KP-ALL", "KP", DAY)
ARMS = Rule("RU-ARMS", "RU", DAY, goods=frozenset({"military"}))


@calm
@given(deals, rules, licences)
def test_only_rules_of_the_day_of_a_country_that_takes_part_count(deal, known, allowed):
    for met in check(deal, known, allowed, DAY).met:
        assert met.rule.holds(DAY)
        assert met.rule.country in deal.countries
        assert not met.rule.goods or met.rule.goods & deal.goods


@calm
@given(deals, rules, licences)
def test_a_licence_never_forbids_and_taking_all_away_never_lets_pass(deal, known, allowed):
    with_them, without = check(deal, known, allowed, DAY), check(deal, known, [], DAY)
    assert {met.rule for met in with_them.forbidden} <= {met.rule for met in without.forbidden}
    assert {met.rule for met in with_them.met} == {met.rule for met in without.met}


@calm
@given(deals, rules, rules)
def test_one_more_rule_never_lets_pass_what_was_forbidden(deal, known, more):
    if not check(deal, known, [], DAY).passes:
        assert not check(deal, known + more, [], DAY).passes


@pytest.mark.parametrize(
    ("deal", "forbidden"),
    [
        (Deal({"KP": ("Pay Co",)}, frozenset({"advertising"})), ["KP-ALL"]),
        (Deal({"RU": ("Pay Co",)}, frozenset({"advertising"})), []),
        (Deal({"RU": ("Pay Co",)}, frozenset({"advertising", "military"})), ["RU-ARMS"]),
        (Deal({"DE": ("Pay Co",)}, frozenset({"military"})), []),
    ],
)
def test_full_and_goods_scopes(deal, forbidden):
    assert [met.rule.code for met in check(deal, [ARMS, TOTAL], [], DAY).forbidden] == forbidden


@pytest.mark.parametrize(
    ("amount", "currency", "passes"), [("100", "EUR", True), ("100.01", "EUR", False), ("100", "USD", False), (None, "", False)]
)
def test_a_licence_ends_at_its_limit(amount, currency, passes):
    licence = Licence("A-1", "KP", DAY, DAY + timedelta(days=1), limit=Decimal(100), currency="EUR")
    deal = Deal({"KP": ("Pay Co",)}, frozenset({"software"}), Decimal(amount) if amount else None, currency)
    assert check(deal, [TOTAL], [licence], DAY).passes == passes


def test_a_licence_counts_from_its_first_day_until_before_its_last():
    licence = Licence("A-1", "KP", DAY, DAY + timedelta(days=1))
    deal = Deal({"KP": ("Pay Co",)}, frozenset({"software"}))
    assert [check(deal, [TOTAL], [licence], DAY + timedelta(days=days)).passes for days in (0, 1)] == [True, False]


def test_a_licence_for_some_goods_does_not_cover_others():
    licence = Licence("A-1", "RU", DAY, DAY + timedelta(days=9), goods=frozenset({"software"}))
    rule = Rule("RU-TECH", "RU", DAY, goods=frozenset({"software", "hardware"}))
    assert check(Deal({"RU": ("X",)}, frozenset({"software"})), [rule], [licence], DAY).passes
    assert not check(Deal({"RU": ("X",)}, frozenset({"software", "hardware"})), [rule], [licence], DAY).passes
