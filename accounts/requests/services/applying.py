"""Carrying out what was asked: by the steps of the verbs a person would use, with a second person where the kind says so."""

from typing import Any

from o2c.accounts.requests.changes import told, told_so_far
from o2c.accounts.requests.kinds.registry import Applied, Kind, kind_named, read
from o2c.accounts.requests.models import ChangeRequest
from o2c.accounts.requests.services.moving import go_on as clock_goes_on
from o2c.accounts.requests.services.moving import leave_queue, locked, move, rest, tell_requester
from o2c.accounts.requests.services.thread import answered
from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import request_approval
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.verbs import verb


@verb("accounts.apply_request")
def apply_request(pk: int, *, outcome: str = "", actor: User, version: int | None = None) -> ChangeRequest:
    """Carry the request out. A sensitive one asks for a second person instead and is carried out when they agree.

    Raises Conflict "wrong_state", "request_ended", BusinessError "request_payload_wrong" and whatever the changed records refuse.
    """
    request = locked(pk, actor, version, states=("in_progress",))
    change(request, outcome=refuse_card_number(outcome.strip(), "outcome"))
    kind = kind_named(request.kind)
    _form, given = read(kind, request.payload, customer=request.customer, actor=actor)
    answered(request, actor)
    if not kind.sensitive(given):
        return _carry_out(request, kind, given, actor)
    move(request, "waiting_approval", actor)
    rest(request, str(kind.title), actor)
    request_approval.step(kind.approval, request, {"pk": request.pk}, reason=request.reason, after=request.payload, actor=actor)
    return request


@verb("accounts.apply_approved_request", dual=True)
def apply_approved_request(pk: int, *, actor: User) -> ChangeRequest:
    """A second person agreed: carry the request out with the rights of whoever asked for their agreement."""
    request = locked(pk, actor, states=("waiting_approval",))
    kind = kind_named(request.kind)
    _form, given = read(kind, request.payload, customer=request.customer, actor=actor)
    return _carry_out(request, kind, given, actor)


def _carry_out(request: ChangeRequest, kind: Kind, given: dict[str, Any], actor: User) -> ChangeRequest:
    """The change, and what the trail says about it: every record before and after."""
    start = told_so_far()
    did = kind.apply(request, given, actor) or Applied()
    facts: dict[str, Any] = {"applied": told(start)}
    if did.outcome:
        facts["outcome"] = did.outcome
    if did.customer:
        facts["customer"] = did.customer
    move(request, "applied", actor, **facts)
    leave_queue(request, actor)
    tell_requester(request, request.outcome)
    return request


@verb("accounts.follow_request_approval")
def follow_request_approval(approval_id: int, *, actor: User) -> ChangeRequest | None:
    """The second person said no, or nobody decided: the request goes back to work. Safe to repeat; None for other approvals."""
    approval = ApprovalRequest.objects.get(pk=approval_id)
    if approval.subject_type != "accounts.changerequest" or approval.state in ("pending", "approved"):
        return None
    request = ChangeRequest.objects.select_for_update(no_key=True).get(pk=approval.subject_id)
    if request.state != "waiting_approval":
        return None
    move(request, "in_progress", actor, approval.get_state_display())
    clock_goes_on(request, actor)
    return request
