"""The internal control of a contract: each rule by its examples, and what holds for any contract."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from o2c.accounts.contracts.messages import MESSAGES, TITLES
from o2c.accounts.contracts.rules.control import BY_CODE, RULES, ContractFacts, Outcome, PolicyFacts, TermFacts, judged
from o2c.accounts.contracts.rules.moves import renewed_until
from o2c.core.dates import due_date

DAY = date(2026, 1, 15)
POLICY = PolicyFacts(
    terms=["NET30", "NET45EOM", "NET60"], legal_days=60, legal_eom_days=45, currencies=["EUR"], countries=["DE", "FR"],
    products=["display", "video"], back_dating_days=30, credit_check_days=365,
)  # fmt: skip
SOUND = ContractFacts(
    on=DAY, entity="FR01", number="CT-1", starts_on=DAY, ends_on=date(2027, 1, 15), renewal="tacit", notice_days=60, currency="EUR",
    terms=TermFacts("NET60", 60, "none"), credit_limit=Decimal(50_000), expected_exposure=Decimal(40_000), credit_result="approved",
    credit_checked_on=DAY, signed_on=DAY, signatory="Paul Martin", our_signatory="Sigrid Signs", authority=Decimal(100_000),
    has_signed_copy=True, party_name="Boulangerie Martin S.A.R.L.", party_tax_id="FR 83 404 833 048",
    legal_name="BOULANGERIE MARTIN SARL", known_tax_ids=["FR83404833048"], customer_type="advertiser", country="FR",
    products=["display"], clauses=[], legal_reviewed_on=None, annex_count=0, annexes=0, language="fr", created_on=DAY, policy=POLICY,
    has_price_list=True,
)  # fmt: skip


def outcome(code: str, *waived: str, **changed: Any) -> tuple[str, list[str]]:
    verdict = next(found for found in judged(replace(SOUND, **changed), set(waived)) if found.rule.code == code)
    return verdict.outcome, [why.code for why in verdict.reasons]


def test_a_sound_contract_passes_every_rule() -> None:
    assert {verdict.outcome for verdict in judged(SOUND, set())} == {Outcome.PASS}
    assert [rule.code for rule in RULES] == [f"CR-{number:02}" for number in range(1, 17)]


BREAKS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("CR-01", {"has_signed_copy": False}, ["cr01_no_copy"]),
    ("CR-01", {"signed_on": None}, ["cr01_no_day"]),
    ("CR-02", {"our_signatory": "", "authority": None}, ["cr02_nobody_for_us"]),
    ("CR-02", {"signatory": ""}, ["cr02_nobody"]),
    ("CR-02", {"authority": None}, ["cr02_no_authority"]),
    ("CR-02", {"authority": Decimal("39999.99")}, ["cr02_above_authority"]),
    ("CR-03", {"party_name": ""}, ["cr03_no_party"]),
    ("CR-03", {"party_name": "Boulangerie Durand SARL"}, ["cr03_other_name"]),
    ("CR-03", {"party_tax_id": "FR00404833048"}, ["cr03_other_tax_id"]),
    ("CR-03", {"party_tax_id": ""}, ["cr03_no_tax_id"]),
    ("CR-04", {"country": "US"}, ["cr04_country"]),
    ("CR-04", {"products": ["audio"]}, ["cr04_product"]),
    ("CR-05", {"starts_on": DAY - timedelta(days=31)}, ["cr05_back_dated"]),
    ("CR-05", {"ends_on": DAY}, ["cr05_over"]),
    ("CR-06", {"currency": "USD"}, ["cr06_currency"]),
    ("CR-07", {"terms": TermFacts("NET90", 90, "none")}, ["cr07_not_approved", "cr07_above_law"]),
    ("CR-07", {"terms": TermFacts("EOM60", 60, "eom_then_net")}, ["cr07_not_approved", "cr07_above_law"]),
    ("CR-08", {"credit_result": "none"}, ["cr08_not_checked"]),
    ("CR-08", {"credit_result": "declined"}, ["cr08_declined"]),
    ("CR-08", {"expected_exposure": Decimal(50_001)}, ["cr08_limit_too_low"]),
    ("CR-08", {"expected_exposure": None}, ["cr08_no_exposure"]),
    ("CR-08", {"credit_checked_on": DAY - timedelta(days=366)}, ["cr08_too_old"]),
    ("CR-09", {"has_price_list": False}, ["cr09_no_prices"]),
    ("CR-09", {"prices_waiting": 2}, ["cr09_waiting"]),
    ("CR-10", {"clauses": ["liability"]}, ["cr10_not_reviewed"]),
    ("CR-11", {"compliance": ["not screened"]}, ["cr11_against"]),
    ("CR-12", {"billing_needs": ["no profile"]}, ["cr12_missing"]),
    ("CR-13", {"customer_type": "reseller"}, ["cr13_no_end_client", "cr13_no_letter"]),
    ("CR-14", {"ends_on": None}, ["cr14_no_end"]),
    ("CR-14", {"notice_days": 0}, ["cr14_no_notice"]),
    ("CR-15", {"means_missing": ["no mandate"]}, ["cr15_missing"]),
    ("CR-16", {"annex_count": 2, "annexes": 1}, ["cr16_annexes"]),
    ("CR-16", {"language": ""}, ["cr16_no_language"]),
]


@pytest.mark.parametrize(("code", "changed", "why"), BREAKS)
def test_each_rule_fails_for_its_reason(code: str, changed: dict[str, Any], why: list[str]) -> None:
    assert outcome(code, **changed) == (Outcome.FAIL, why)
    assert set(why) <= MESSAGES.keys()


def test_every_rule_has_an_example_of_failing_and_a_title() -> None:
    assert {code for code, _changed, _why in BREAKS} == BY_CODE.keys() == TITLES.keys()


def test_a_rule_without_policy_says_so() -> None:
    for code in ("CR-04", "CR-05", "CR-06", "CR-07", "CR-08"):
        assert outcome(code, policy=None) == (Outcome.FAIL, ["cr_no_policy"])


def test_a_waiver_lets_a_rule_fail_and_some_rules_know_none() -> None:
    ninety = {"terms": TermFacts("NET90", 90, "none")}
    assert outcome("CR-07", "CR-07", **ninety)[0] == Outcome.WAIVED
    assert outcome("CR-07", "CR-08", **ninety)[0] == Outcome.FAIL
    assert outcome("CR-01", "CR-01", has_signed_copy=False)[0] == Outcome.FAIL
    assert outcome("CR-07", "CR-07")[0] == Outcome.PASS


@given(st.sets(st.sampled_from(sorted(BY_CODE))), st.lists(st.sampled_from(BREAKS), max_size=6))
def test_only_blocking_failures_without_a_waiver_stop(waived: set[str], broken: list[tuple[str, dict[str, Any], list[str]]]) -> None:
    facts = SOUND
    for _code, changed, _why in broken:
        facts = replace(facts, **changed)
    for verdict in judged(facts, waived):
        assert (verdict.outcome == Outcome.PASS) is (not verdict.reasons)
        assert verdict.stops is (verdict.outcome == Outcome.FAIL and verdict.rule.blocks)
        if verdict.outcome == Outcome.WAIVED:
            assert verdict.rule.code in waived
            assert verdict.rule.waivable


def test_both_kinds_of_end_of_month_as_the_reference_counts_them() -> None:
    assert due_date(date(2026, 1, 15), 45, "net_then_eom") == date(2026, 3, 31)
    assert due_date(date(2026, 1, 15), 45, "eom_then_net") == date(2026, 3, 17)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 900), st.integers(0, 2000))
def test_a_renewal_ends_after_the_day_and_not_a_whole_term_later(start: date, term: int, later: int) -> None:
    end = start + timedelta(days=term)
    on = end + timedelta(days=later)
    renewed = renewed_until(start, end, on)
    assert renewed > on
    months = max((end.year - start.year) * 12 + end.month - start.month, 1)
    assert (renewed - on).days <= months * 31


def test_a_year_renews_for_a_year() -> None:
    assert renewed_until(date(2025, 1, 1), date(2026, 1, 1), date(2026, 1, 1)) == date(2027, 1, 1)
