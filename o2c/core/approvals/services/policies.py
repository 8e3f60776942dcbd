"""Limits change only with the agreement of another person. Source: requirements COL-24."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q

from o2c.core.access.models import User
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.approvals.models import ApprovalPolicy, PolicyState
from o2c.core.approvals.registry import KINDS
from o2c.core.approvals.rules import POLICY_MOVES
from o2c.core.approvals.services.requests import request_approval
from o2c.core.audit.services import record
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, transition, verb

NEVER_DECIDE = {"admin", "auditor", "system"}
DECIDERS = [code for code in ROLE_NAMES if code not in NEVER_DECIDE]


@verb("core.propose_policy")
def propose_policy(
    kind: str,
    *,
    currency: str = "",
    from_amount: Decimal = Decimal(0),
    until_amount: Decimal | None = None,
    roles: Sequence[str],
    starts_on: date,
    reason: str,
    actor: User,
) -> ApprovalPolicy:
    """Propose who must agree from a day on; it holds once another person has approved it.

    Raises BusinessError "approval_kind_unknown", "approval_role_unknown", "approval_reason_missing".
    """
    if kind not in KINDS:
        raise BusinessError("approval_kind_unknown", field="kind", kind=kind)
    if unknown := set(roles) - set(DECIDERS):
        raise BusinessError("approval_role_unknown", field="roles", role=min(unknown), known=DECIDERS)
    facts = {"currency": currency, "from_amount": from_amount, "until_amount": until_amount, "roles": list(roles), "starts_on": starts_on}
    policy = ApprovalPolicy.objects.create(kind=kind, reason=reason, **facts)
    record("approval_policy.proposed", policy, actor=actor, after=facts, reason=reason)
    request_approval.step("approval_policy", policy, {"policy_id": policy.pk}, reason=reason, before=_now(policy), after=facts, actor=actor)
    return policy


@verb("core.activate_policy", dual=True)
def activate_policy(policy_id: int, *, actor: User) -> ApprovalPolicy:
    """Put an approved policy in force; the policies whose amounts it covers end on its first day."""
    policy = lock_one(ApprovalPolicy.objects, policy_id)
    for replaced in _replaced(policy):
        before, replaced.ends_on = replaced.ends_on, max(policy.starts_on, replaced.starts_on)
        replaced.save(update_fields=["ends_on"])
        record("approval_policy.ended", replaced, actor=actor, before={"ends_on": before}, after={"ends_on": replaced.ends_on})
    transition(policy, PolicyState.ACTIVE, POLICY_MOVES)
    policy.save(update_fields=["state"])
    record("approval_policy.activated", policy, actor=actor, before={"state": "proposed"}, after={"state": "active"})
    return policy


def _replaced(policy: ApprovalPolicy) -> list[ApprovalPolicy]:
    rows = ApprovalPolicy.objects.filter(kind=policy.kind, currency=policy.currency, state=PolicyState.ACTIVE)
    rows = rows.filter(Q(until_amount=None) | Q(until_amount__gt=policy.from_amount), Q(ends_on=None) | Q(ends_on__gt=policy.starts_on))
    if policy.until_amount is not None:
        rows = rows.filter(from_amount__lt=policy.until_amount)
    return list(rows.select_for_update(no_key=True).order_by("pk"))


def _now(policy: ApprovalPolicy) -> dict[str, object]:
    """What would end: for the approver to compare."""
    return {"roles": [str(old.roles) for old in _replaced(policy)]}
