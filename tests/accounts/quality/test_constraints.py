"""The database is the last colleague who says no: each constraint of the quality room, tried past every rule of ours."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from factories import accounts as make

from o2c.accounts.quality.models import CustomerMerge, MergeProposal, OpenAmount, QualityIssue, QualityRule, QualityScore

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def issue(**given: Any) -> QualityIssue:
    customer = make.CustomerFactory()
    facts = {"subject_kind": "customer", "subject_id": customer.pk, "address": customer.public_id, "first_seen": DAY, "last_seen": DAY}
    return QualityIssue.objects.create(rule=QualityRule.objects.get(code="country"), customer=customer, **{**facts, **given})


def proposal(**given: Any) -> MergeProposal:
    first, second = make.CustomerFactory(), make.CustomerFactory()
    facts = {"first": first, "second": second, "score": 90, "first_seen": DAY, "last_seen": DAY}
    return MergeProposal.objects.create(**{**facts, **given})


def merge(**given: Any) -> CustomerMerge:
    facts = {"source": make.CustomerFactory(), "survivor": make.CustomerFactory(), "merged_on": DAY, "undo_until": DAY, "reason": "x"}
    return CustomerMerge.objects.create(**{**facts, **given})


def score(**given: Any) -> QualityScore:
    facts = {"rule": QualityRule.objects.get(code="country"), "day": DAY, "team": "clerk", "applicable": 1, "failing": 0}
    return QualityScore.objects.create(**{**facts, **given})


def swapped() -> MergeProposal:
    return proposal(second=make.CustomerFactory(), first=make.CustomerFactory())


def same_twice(build: Callable[..., Any], **given: Any) -> None:
    build(**given)
    build(**given)


def one_issue_twice() -> None:
    found = issue()
    QualityIssue.objects.filter(pk=issue().pk).update(subject_id=found.subject_id)


def one_merge_twice() -> None:
    same_twice(merge, source=make.CustomerFactory())


def a_customer_with_itself() -> None:
    customer = make.CustomerFactory()
    merge(source=customer, survivor=customer)


def owed_twice() -> None:
    same_twice(OpenAmount.objects.create, customer=make.CustomerFactory(), currency="EUR", amount=1, as_of=DAY)


REFUSED: dict[str, Callable[[], Any]] = {
    "qualityrule_code_once": lambda: QualityRule.objects.create(code="country", team="clerk"),
    "qualityrule_target_is_a_share": lambda: QualityRule.objects.update(target=101),
    "qualityrule_team_given": lambda: QualityRule.objects.update(team=""),
    "qualityscore_once_a_day": lambda: same_twice(score),
    "qualityscore_failing_within": lambda: score(failing=2),
    "qualityissue_key": one_issue_twice,
    "qualityissue_assigned_has_owner": lambda: issue(state="assigned"),
    "qualityissue_waiver_ends": lambda: issue(state="waived"),
    "qualityissue_fixed_has_a_day": lambda: issue(state="fixed"),
    "qualityissue_subject_kind_known": lambda: issue(subject_kind="planet"),
    "openamount_once": owed_twice,
    "openamount_amount_digits": lambda: OpenAmount.objects.create(customer=make.CustomerFactory(), currency="JPY", amount="1.5", as_of=DAY),
    "mergeproposal_once": lambda: same_twice(proposal, first=make.CustomerFactory(), second=make.CustomerFactory()),
    "mergeproposal_in_order": swapped,
    "mergeproposal_score_is_a_share": lambda: proposal(score=101),
    "mergeproposal_state_known": lambda: proposal(state="maybe"),
    "customermerge_one_standing": one_merge_twice,
    "customermerge_of_two": a_customer_with_itself,
    "customermerge_undo_after_merge": lambda: merge(undo_until=date(2026, 3, 9)),
    "customermerge_undone_says_why": lambda: merge(undo_reason="why"),
}


@pytest.mark.parametrize("constraint", REFUSED)
def test_refused(constraint: str) -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        REFUSED[constraint]()

    assert error.value.__cause__.diag.constraint_name == constraint  # type: ignore[union-attr]
