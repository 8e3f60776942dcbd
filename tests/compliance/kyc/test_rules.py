"""Risk, checklist and owners as pure rules: what they say, and why."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from refusals import refused

from o2c.compliance.kyc.rules import next_review
from o2c.compliance.kyc.rules.checklist import CHECKLISTS, Held, checklist, gaps
from o2c.compliance.kyc.rules.owners import CUSTOMER, HALF, Share, beneficial_owners, check_share, controllers, effective, fifty_percent
from o2c.compliance.kyc.rules.risk import HIGH_FROM, INDUSTRY_POINTS, VOLUME_POINTS, RiskFacts, risk
from o2c.core.errors import BusinessError

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no finding

TODAY = date(2026, 3, 1)


def share(owner: int, owned: int, percent: int | str, *, controls: bool = False) -> Share:
    return Share(owner, owned, Decimal(percent), controls)


@st.composite
def structures(draw: st.DrawFn) -> list[Share]:
    """Shares nobody would refuse: each offered to the rule, kept when it lets it pass."""
    offered = draw(st.lists(st.tuples(st.integers(1, 7), st.integers(0, 7), st.integers(1, 100), st.booleans()), max_size=14))
    kept: list[Share] = []
    for owner, owned, percent, controls in offered:
        if any(one.owner == owner and one.owned == owned for one in kept):
            continue
        new = share(owner, owned, percent, controls=controls)
        try:
            check_share(kept, new)
        except BusinessError:
            continue
        kept.append(new)
    return kept


@calm
@given(structures())
def test_nobody_holds_more_than_the_whole_and_direct_holders_make_up_all_of_it(shares):
    ends = effective(shares)
    assert all(0 <= held <= 100 for held in ends.values())
    tops = [owner for owner in ends if not any(one.owned == owner for one in shares)]
    assert sum(ends[owner] for owner in tops) <= 100


@calm
@given(structures(), st.sets(st.integers(1, 7)), st.integers(1, 7))
def test_one_more_listed_owner_never_frees_a_customer(shares, listed, another):
    before, after = fifty_percent(shares, listed), fifty_percent(shares, {*listed, another})
    assert before.percent <= after.percent
    assert after.is_blocked or not before.is_blocked


@calm
@given(structures())
def test_without_a_listed_owner_nobody_is_blocked_and_with_all_of_them_whoever_holds_half_blocks(shares):
    assert not fifty_percent(shares, set()).is_blocked
    direct = sum((one.percent for one in shares if one.owned == CUSTOMER), Decimal(0))
    found = fifty_percent(shares, set(range(1, 8)))
    assert found.percent == direct
    assert found.is_blocked == (direct >= HALF or any(one.controls for one in shares if one.owned == CUSTOMER))


def below(shares: list[Share], node: int) -> set[int]:
    found: set[int] = set()
    for one in shares:
        if one.owner == node:
            found |= {one.owned} | below(shares, one.owned)
    return found


@calm
@given(structures(), st.integers(1, 7), st.integers(1, 7))
def test_a_circle_is_refused_however_long_and_nothing_else_for_that_reason(shares, owner, owned):
    circle = owner == owned or owner in below(shares, owned)
    try:
        check_share(shares, share(owner, owned, "0.0001"))
    except BusinessError as refusal:
        answer = refusal.code
    else:
        answer = ""
    assert (answer == "ownership_circle") == circle


def test_the_half_is_counted_together_and_through_the_chain():
    """OFAC's own example: two blocked persons with 25 % each hold a company that holds all of the customer."""
    chain = [share(1, 3, 25), share(2, 3, 25), share(4, 3, 50), share(3, CUSTOMER, 100)]
    found = fifty_percent(chain, {1, 2})
    assert (found.is_blocked, found.percent, found.through) == (True, Decimal(100), (3,))
    assert not fifty_percent(chain, {1}).is_blocked


def test_a_half_of_a_half_does_not_block_though_a_quarter_is_held_in_the_end():
    chain = [share(1, 2, 49), share(2, CUSTOMER, 100)]
    assert not fifty_percent(chain, {1}).is_blocked
    assert effective(chain)[1] == 49


def test_control_blocks_whatever_the_share():
    found = fifty_percent([share(1, CUSTOMER, 10, controls=True), share(2, CUSTOMER, 90)], {1})
    assert (found.is_blocked, found.by_control) == (True, True)


def test_beneficial_owners_hold_a_quarter_in_the_end_or_control():
    chain = [share(1, 9, 50), share(9, CUSTOMER, 50), share(2, CUSTOMER, 24), share(3, CUSTOMER, 0, controls=True)]
    assert effective(chain)[1] == 25
    assert beneficial_owners(chain, [1, 2, 3]) == [1, 3]
    assert controllers([share(1, 9, 10, controls=True), share(9, CUSTOMER, 60, controls=True), share(2, CUSTOMER, 40)]) == {1, 9}


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (share(2, 1, 10), "ownership_circle"),
        (share(1, 1, 10), "ownership_circle"),
        (share(CUSTOMER, 1, 10), "ownership_circle"),
        (share(3, 2, 31), "ownership_over_whole"),
        (share(3, 2, 0), "ownership_percent"),
        (share(3, 2, 101), "ownership_percent"),
    ],
)
def test_what_cannot_be_is_refused(new, code):
    refused(code, check_share, [share(1, 2, 70), share(2, CUSTOMER, 100)], new)


facts = st.builds(
    RiskFacts,
    countries=st.frozensets(st.sampled_from(["DE", "FR", "IR", "KP", "NG", "US"])),
    industry=st.sampled_from(sorted(INDUSTRY_POINTS)),
    volume=st.sampled_from(sorted(VOLUME_POINTS)),
    complex_structure=st.booleans(),
    not_met=st.booleans(),
    has_pep=st.booleans(),
    is_listed_company=st.booleans(),
)


@calm
@given(facts)
def test_the_points_are_those_of_the_reasons(given_facts):
    found = risk(given_facts)
    assert found.points == max(sum(reason.points for reason in found.reasons), 0)
    assert found == risk(given_facts)


@calm
@given(facts)
def test_a_country_under_a_call_for_action_and_a_political_exposure_are_always_high(given_facts):
    found = risk(given_facts)
    if given_facts.has_pep or given_facts.countries & {"IR", "KP"}:
        assert found.level == "high"
    assert (found.level == "high") == (found.points >= HIGH_FROM)


@calm
@given(st.sampled_from(sorted(CHECKLISTS)), st.sets(st.sampled_from([one.code for one in CHECKLISTS["high"]])))
def test_a_riskier_class_asks_for_more_and_gaps_are_what_is_not_there(level, there):
    assert set(CHECKLISTS["low"]) <= set(CHECKLISTS["standard"]) <= set(CHECKLISTS["high"])
    ends = dict.fromkeys(there, TODAY + timedelta(days=400))
    lines = checklist(level, Held(ends, there, "kyc_owners" in there), today=TODAY, soon=TODAY + timedelta(days=60))
    assert set(gaps(lines)) == {one.code for one in CHECKLISTS[level]} - there


@pytest.mark.parametrize(
    ("days", "state"), [(None, "missing"), (-1, "expired"), (0, "expired"), (1, "expiring"), (60, "expiring"), (61, "there")]
)
def test_a_document_with_an_end_expires(days, state):
    end = None if days is None else TODAY + timedelta(days=days)
    lines = checklist("standard", Held({"kyc_signatory_identity": end}, set(), False), today=TODAY, soon=TODAY + timedelta(days=60))
    assert next(line.state for line in lines if line.requirement.code == "kyc_signatory_identity") == state


def test_the_riskier_the_sooner():
    assert next_review(TODAY, "high") < next_review(TODAY, "standard") < next_review(TODAY, "low")
