"""The queue follows what happens in lower rooms, which do not know it: their events open and close its tasks."""

from o2c.core.access.models import User
from o2c.core.approvals.models import ApprovalRequest, RequestState
from o2c.core.money import Money
from o2c.core.verbs import lock_one, verb
from o2c.core.work.services.steps import close_task, open_task

APPROVAL = "approval"


@verb("core.follow_approval")
def follow_approval(request_id: int, *, actor: User) -> ApprovalRequest:
    """Put a request into the queue of the role that decides next, or take it out when it is decided. Safe to repeat."""
    request = lock_one(ApprovalRequest.objects, request_id)
    step = request.steps.count()
    for taken in range(len(request.roles)):
        if taken != step or request.state != RequestState.PENDING:
            close_task(APPROVAL, key=f"{request.pk}:{taken}", actor=actor)
    if request.state == RequestState.PENDING:
        words = {"kind": {"code": f"approval:{request.kind}"}, "record": request.subject_label}
        value = Money(request.amount, request.currency) if request.amount is not None else None
        role, due = request.roles[step], request.expires_at
        open_task(
            APPROVAL, "approval_task", words, subject=request, key=f"{request.pk}:{step}", queue=role, due_at=due, value=value, actor=actor
        )
    return request
