"""Asking other people to agree, deciding, and running what was agreed on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from o2c.core import events
from o2c.core.access.models import User
from o2c.core.access.queries import require, within_duty
from o2c.core.acting import running
from o2c.core.approvals.models import ApprovalRequest, ApprovalStep, Decision, RequestState
from o2c.core.approvals.queries import facts_of, powers, roles_for, subject_of
from o2c.core.approvals.registry import KINDS
from o2c.core.approvals.rules import REQUEST_MOVES, Power, packed, payload_hash, power_to_decide, unpacked
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.money import Money
from o2c.core.sentences import called
from o2c.core.verbs import REGISTRY, lock_one, transition, verb

KEPT_OPEN = timedelta(days=14)


@verb("core.request_approval")
def request_approval(
    kind: str,
    subject: Model,
    arguments: Mapping[str, Any],
    *,
    reason: str,
    amount: Money | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    actor: User,
) -> ApprovalRequest:
    """Ask for what `kind` stands for; its verb runs with these arguments when the last person has approved.

    Raises PermissionDenied unless the actor may ask for that verb, BusinessError "approval_reason_missing",
    "approval_policy_missing", Conflict "approvalrequest_one_pending".
    """
    wanted = KINDS[kind]
    absent = require(actor, wanted.verb)
    if not reason.strip():
        raise BusinessError("approval_reason_missing", field="reason")
    subject = lock_one(within_duty(type(subject)._base_manager.all(), actor, wanted.verb), subject.pk)
    label = subject._meta.label_lower
    if ApprovalRequest.objects.filter(kind=kind, subject_type=label, subject_id=subject.pk, state=RequestState.PENDING).exists():
        raise Conflict("approvalrequest_one_pending")
    carried = {name: packed(value) for name, value in arguments.items()}
    entity = _entity_of(subject)
    now = running()
    request = ApprovalRequest.objects.create(
        kind=kind,
        verb=wanted.verb,
        arguments=carried,
        payload_hash=payload_hash(wanted.verb, carried, facts_of(subject)),
        entity=entity,
        subject_type=label,
        subject_id=subject.pk,
        subject_label=called(subject)[:200],
        amount=amount.value if amount else None,
        currency=amount.currency if amount else "",
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason.strip(),
        requester=actor,
        requested_for=absent or (now.on_behalf_of if now else None),
        barred=sorted(wanted.makers(subject)),
        roles=list(roles_for(wanted, amount, local_today(entity))),
        expires_at=timezone.now() + KEPT_OPEN,
    )
    record("approval.requested", request, actor=actor, parent=subject, reason=reason, roles=[_named(role) for role in request.roles])
    events.publish("approval.requested", request)
    return request


def _named(role: str) -> dict[str, Any]:
    """A role as the trail keeps it, so that everyone reads it in their language."""
    return {"code": f"role:{role}", "values": {}}


def _entity_of(subject: Model) -> LegalEntity | None:
    return subject if isinstance(subject, LegalEntity) else getattr(subject, "entity", None)


@verb("core.decide_approval")
def decide_approval(pk: int, *, approve: bool, reason: str = "", actor: User) -> ApprovalRequest:
    """Take the next step of a request. The last approval runs what was asked for, in this transaction.

    When the record changed since it was asked for, or the requester may no longer do it, the request falls instead.
    Raises BusinessError "approval_not_yours", "approval_needs_role", "approval_reason_missing" (to reject),
    Conflict "wrong_state", and whatever the verb itself refuses.
    """
    request = lock_one(ApprovalRequest.objects, pk)
    _still_pending(request)
    steps = list(request.steps.order_by("position"))
    role = request.roles[len(steps)]
    power = power_to_decide(role, powers(actor, request.entity), actor.pk, _involved(request, steps))
    if not isinstance(power, Power):
        raise BusinessError(power, role=role)
    if not approve and not reason.strip():
        raise BusinessError("approval_reason_missing", field="reason")
    subject = lock_one(type(subject_of(request.subject_type, request.subject_id))._base_manager, request.subject_id)
    if approve and not _stands(request, subject):
        return _close(request, RequestState.FALLEN, subject, actor)
    decision = Decision.APPROVED if approve else Decision.REJECTED
    ApprovalStep.objects.create(
        request=request, position=len(steps), role=role, approver=actor, delegate_of_id=power.through, decision=decision, reason=reason
    )
    record(f"approval.step_{decision}", request, actor=actor, parent=subject, reason=reason, role=_named(role), delegate_of=power.through)
    if not approve:
        return _close(request, RequestState.REJECTED, subject, actor, reason)
    if len(steps) + 1 < len(request.roles):
        events.publish("approval.step", request)
        return request
    arguments = {name: unpacked(value) for name, value in request.arguments.items()}
    REGISTRY[request.verb].step(**arguments, actor=request.requester)
    return _close(request, RequestState.APPROVED, subject, actor)


def _still_pending(request: ApprovalRequest) -> None:
    if request.state != RequestState.PENDING:
        raise Conflict("wrong_state", field="state", state=request.get_state_display(), wanted=RequestState.APPROVED.label)
    if request.expires_at <= timezone.now():
        raise BusinessError("approval_expired", day=request.expires_at)


def _involved(request: ApprovalRequest, steps: list[ApprovalStep]) -> set[int]:
    """Whoever asked, for whom, made the record, decided before or lent the role for it."""
    people = {request.requester_id, request.requested_for_id, *request.barred}
    people |= {step.approver_id for step in steps} | {step.delegate_of_id for step in steps}
    return {person for person in people if person}


def _stands(request: ApprovalRequest, subject: Model) -> bool:
    same = request.payload_hash == payload_hash(request.verb, request.arguments, facts_of(subject))
    return same and request.requester.may(request.verb)


def _close(request: ApprovalRequest, state: str, subject: Model, actor: User, reason: str = "") -> ApprovalRequest:
    transition(request, state, REQUEST_MOVES)
    request.closed_at = timezone.now()
    request.save(update_fields=["state", "closed_at"])
    record(f"approval.{state}", request, actor=actor, parent=subject, before={"state": "pending"}, after={"state": state}, reason=reason)
    events.publish("approval.closed", request, state=state)
    return request


@verb("core.withdraw_approval")
def withdraw_approval(pk: int, *, reason: str, actor: User) -> ApprovalRequest:
    """Take back one's own request. Raises BusinessError "approval_only_requester", Conflict "wrong_state"."""
    request = lock_one(ApprovalRequest.objects, pk)
    if actor.pk not in (request.requester_id, request.requested_for_id):
        raise BusinessError("approval_only_requester")
    return _close(request, RequestState.WITHDRAWN, subject_of(request.subject_type, request.subject_id), actor, reason)


@verb("core.expire_approvals")
def expire_approvals(now: datetime, *, actor: User) -> list[ApprovalRequest]:
    """Close the requests nobody decided in time (a few hundred at a time); returns them."""
    due = ApprovalRequest.objects.filter(state=RequestState.PENDING, expires_at__lte=now).order_by("pk")[:500]
    rows = [lock_one(ApprovalRequest.objects, request.pk) for request in due]
    return [_close(row, RequestState.EXPIRED, subject_of(row.subject_type, row.subject_id), actor) for row in rows]
