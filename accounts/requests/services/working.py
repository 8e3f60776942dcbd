"""The life of a request in the hands of the people who work it."""

from django.utils import timezone

from o2c.accounts.requests.models import ChangeRequest
from o2c.accounts.requests.services.moving import go_on, hand_to, leave_queue, locked, move, put_in_queue, tell_requester
from o2c.core.access.models import User
from o2c.core.cards import refuse_card_number
from o2c.core.errors import BusinessError
from o2c.core.verbs import verb


@verb("accounts.triage_request")
def triage_request(pk: int, *, owner: User | None = None, actor: User, version: int | None = None) -> ChangeRequest:
    """It is understood and lies with the right team, or with the person who will do it. Raises BusinessError "request_owner_gone"."""
    request = locked(pk, actor, version)
    if owner is not None and not owner.is_active:
        raise BusinessError("request_owner_gone", field="owner", name=str(owner))
    move(request, "triaged", actor, owner=owner)
    if owner:
        hand_to(request, owner, actor)
    return request


@verb("accounts.start_request")
def start_request(pk: int, *, actor: User, version: int | None = None) -> ChangeRequest:
    """I work on it now. From the state waiting for requester it goes on without the answer."""
    request = locked(pk, actor, version)
    if request.state == "new":
        move(request, "triaged", actor)
    move(request, "in_progress", actor, owner=actor)
    go_on(request, actor)
    hand_to(request, actor, actor)
    return request


@verb("accounts.reject_request")
def reject_request(pk: int, *, reason: str, actor: User, version: int | None = None) -> ChangeRequest:
    """It will not be done, and why; the requester is told."""
    return _end(pk, "rejected", reason, actor, version)


@verb("accounts.cancel_request")
def cancel_request(pk: int, *, reason: str, actor: User, version: int | None = None) -> ChangeRequest:
    """The requester no longer wants it. Raises BusinessError "request_not_yours" for others."""
    request = locked(pk, actor, version)
    if request.requester_id != actor.pk:
        raise BusinessError("request_not_yours", number=request.number)
    return _end(pk, "cancelled", reason, actor, version)


def _end(pk: int, state: str, reason: str, actor: User, version: int | None) -> ChangeRequest:
    request = locked(pk, actor, version)
    said = refuse_card_number(reason.strip(), "reason")
    if not said:
        raise BusinessError("request_reason_missing", field="reason")
    move(request, state, actor, said, outcome=said)
    leave_queue(request, actor)
    if state == "rejected":
        tell_requester(request, said)
    return request


@verb("accounts.close_request")
def close_request(pk: int, *, actor: User, version: int | None = None) -> ChangeRequest:
    """What was applied is confirmed."""
    return move(locked(pk, actor, version), "closed", actor)


@verb("accounts.reopen_request")
def reopen_request(pk: int, *, reason: str, actor: User, version: int | None = None) -> ChangeRequest:
    """It was not right. Once only: after that a new request is clearer. Raises BusinessError "request_reopened_before"."""
    request = locked(pk, actor, version)
    if request.reopened_at is not None:
        raise BusinessError("request_reopened_before", number=request.number)
    move(request, "reopened", actor, reason, reopened_at=timezone.now())
    put_in_queue(request, actor)
    return request
