"""What is written about a request, by those who ask and those who do, in one thread."""

from django.utils import timezone

from o2c.accounts.requests.models import ChangeRequest, RequestMessage
from o2c.accounts.requests.queries import TASK, requests
from o2c.accounts.requests.rules import EDITABLE, mentioned
from o2c.accounts.requests.services.moving import go_on, locked, move, rest, tell_requester
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.events import publish
from o2c.core.verbs import verb
from o2c.core.work.rules import worked
from o2c.core.work.services import open_task
from o2c.core.work.services.steps import hours_of, live_task

TALKED = (*EDITABLE, "waiting_approval", "applied")


@verb("accounts.write_message")
def write_message(pk: int, *, text: str, actor: User) -> RequestMessage:
    """Write in the thread; whoever is named with @ finds it in their work. The requester's word ends the waiting for them.

    Raises Conflict "request_ended" once it is closed, BusinessError "message_missing", "mention_unknown", "card_number".
    """
    request = locked(pk, actor, states=TALKED)
    message = said(request, text, actor)
    if request.state == "waiting_requester" and actor.pk == request.requester_id:
        move(request, "in_progress", actor)
        go_on(request, actor)
    return message


@verb("accounts.ask_requester")
def ask_requester(pk: int, *, text: str, actor: User, version: int | None = None) -> ChangeRequest:
    """Something is missing: the requester is asked, and the clock rests until they answer."""
    request = locked(pk, actor, version)
    said(request, text, actor)
    move(request, "waiting_requester", actor)
    rest(request, text[:200], actor)
    tell_requester(request, text)
    return request


def said(request: ChangeRequest, text: str, actor: User) -> RequestMessage:
    """Step: one message in the thread. The first one by somebody else than the requester is the first answer."""
    text = refuse_card_number(text.strip(), "text")
    if not text:
        raise BusinessError("message_missing", field="text")
    called = _called(request, text)
    message = RequestMessage.objects.create(request=request, text=text, mentions=[user.pk for user in called])
    record("request.message", message, actor=actor, parent=request, after={"text": text, "mentions": [str(user) for user in called]})
    answered(request, actor)
    words = {"person": actor, "text": text[:150]}
    for user in called:
        key = f"{message.pk}:{user.pk}"
        open_task("mention", "mention_task", words, subject=request, key=key, owner=user, working_hours=8, actor=actor)
    publish("request.message", request, request=request.public_id, number=request.number, text=text)
    return message


def answered(request: ChangeRequest, actor: User) -> None:
    """Step: the first word or deed of the other side is the first answer, measured in working time."""
    if request.answered_at is not None or actor.pk == request.requester_id:
        return
    now, task = timezone.now(), live_task(TASK, request)
    within = worked(hours_of(task), request.created_at, now) if task else now - request.created_at
    change(request, answered_at=now, answered_within=within)


def _called(request: ChangeRequest, text: str) -> list[User]:
    """The people named in the text who may see the request. Raises BusinessError "mention_unknown"."""
    found = []
    for name in mentioned(text):
        user = User.objects.filter(email__istartswith=f"{name}@", is_active=True, is_robot=False).order_by("pk").first()
        if user is None or not requests(user).filter(pk=request.pk).exists():
            raise BusinessError("mention_unknown", field="text", name=name)
        found.append(user)
    return found
