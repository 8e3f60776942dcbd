"""Pairs of duties and ranges of days, without a database."""

from datetime import date

import pytest

from o2c.core.access.reference import role_permissions
from o2c.core.access.rules import PAIRS, clashes, overlap
from o2c.core.sentences import catalogue


def test_who_administers_users_may_not_post() -> None:
    [clash] = clashes({"core.grant_role", "billing.post_document", "core.view_users"})

    assert (clash.code, clash.left, clash.right, clash.refused) == (
        "pair_administer_and_decide",
        ("core.grant_role",),
        ("billing.post_document",),
        True,
    )


def test_one_side_alone_is_no_clash() -> None:
    assert clashes({"core.grant_role", "core.invite_user"}) == []
    assert clashes({"billing.post_document", "collections.approve_refund"}) == []


def test_pairs_per_record_are_reported_but_not_refused() -> None:
    [clash] = clashes({"compliance.decide_alert", "compliance.release_freeze"})

    assert (clash.code, clash.refused) == ("pair_alert_and_freeze", False)


@pytest.mark.parametrize("role", sorted(role_permissions()))
def test_no_role_joins_what_nobody_may_hold_together(role: str) -> None:
    if role != "system":
        assert [clash for clash in clashes(role_permissions()[role]) if clash.refused] == []


def test_every_pair_has_a_sentence() -> None:
    assert {pair.code for pair in PAIRS} <= set(catalogue())


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ((date(2026, 1, 1), date(2026, 2, 1)), (date(2026, 2, 1), None), False),
        ((date(2026, 1, 1), date(2026, 2, 2)), (date(2026, 2, 1), None), True),
        ((date(2026, 1, 1), None), (date(2025, 1, 1), None), True),
        ((date(2026, 1, 1), None), (date(2025, 1, 1), date(2026, 1, 1)), False),
    ],
)
def test_half_open_ranges_overlap(first: tuple[date, date | None], second: tuple[date, date | None], shared: bool) -> None:
    assert overlap(*first, *second) is shared
    assert overlap(*second, *first) is shared


def test_no_role_holds_what_is_refused_together() -> None:
    found = {role: [clash.code for clash in clashes(held) if clash.refused] for role, held in role_permissions().items()}
    assert {role: codes for role, codes in found.items() if codes} == {}
