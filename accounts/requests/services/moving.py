"""Steps shared by the verbs of a request: lock it, move it, keep its clock and its place in the queue, tell the requester."""

from django.conf import settings
from django.utils import timezone

from o2c.accounts.customers.queries import within_target
from o2c.accounts.requests.kinds.registry import kind_named
from o2c.accounts.requests.models import ChangeRequest, ServiceLevel
from o2c.accounts.requests.queries import TASK, requests
from o2c.accounts.requests.rules import OPEN, REQUEST_MOVES
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import Conflict
from o2c.core.events import publish
from o2c.core.outbox.services import send_mail
from o2c.core.verbs import lock_one, transition
from o2c.core.work.models import TaskState
from o2c.core.work.services import close_task, open_task
from o2c.core.work.services.steps import give_task, live_task, settle


def locked(pk: int, actor: User, version: int | None = None, *, states: tuple[str, ...] = ()) -> ChangeRequest:
    """The request, locked. Raises Conflict "request_ended" when it is not in one of the states."""
    request = lock_one(requests(actor).select_related(None), pk, version)
    if states and request.state not in states:
        raise Conflict("request_ended", number=request.number, state=request.get_state_display())
    return request


def move(request: ChangeRequest, state: str, actor: User, reason: str = "", **facts: object) -> ChangeRequest:
    """One step of its life, in the trail and told to whoever listens."""
    origin = request.state
    transition(request, state, REQUEST_MOVES)
    request.state = origin
    ended = None if state in OPEN else request.ended_at or timezone.now()
    before, after = change(request, state=state, ended_at=ended, **facts)
    for beside in ("applied", "ended_at"):  # the changed records have their own events, and the event its own moment
        before.pop(beside, None)
        after.pop(beside, None)
    record(f"request.{state}", request, actor=actor, before=before, after=after, reason=reason)
    publish("request.moved", request, request=request.public_id, number=request.number, kind=request.kind, state=state, was=origin)
    return request


def put_in_queue(request: ChangeRequest, actor: User) -> None:
    """The clock of its kind or, where stricter, of the customer's tier starts, in the team's queue or on the owner's desk."""
    level = ServiceLevel.objects.filter(kind=request.kind).first()
    hours, queue = (level.hours, level.queue) if level else (kind_named(request.kind).hours, "clerk")
    within = within_target(request.customer, "request", hours)
    open_task(TASK, **request.in_words, subject=request, queue=queue, owner=request.owner, working_hours=within, actor=actor)


def hand_to(request: ChangeRequest, owner: User, actor: User) -> None:
    give_task(TASK, request, owner, actor=actor)


def rest(request: ChangeRequest, reason: str, actor: User) -> None:
    """The clock rests while somebody else must answer."""
    if (task := live_task(TASK, request)) and task.state == TaskState.OPEN:
        settle(task, TaskState.WAITING, reason, actor=actor)


def go_on(request: ChangeRequest, actor: User) -> None:
    """The clock goes on with what is left."""
    task = live_task(TASK, request)
    if task is None:
        put_in_queue(request, actor)
    elif task.state == TaskState.WAITING:
        settle(task, TaskState.OPEN, "", actor=actor)


def leave_queue(request: ChangeRequest, actor: User) -> None:
    close_task(TASK, subject=request, actor=actor)


def tell_requester(request: ChangeRequest, text: str) -> None:
    """A mail to whoever asked, in their language. Systems read the state by REST or hear it by webhook."""
    asked = request.requester
    if not asked.is_robot:
        link = settings.SITE_URL + request.get_absolute_url()
        state = str(request.get_state_display())
        send_mail(
            "request_moved", asked.email, language=asked.language, about=request,
            name=asked.name, number=request.number, title=request.title, state=state, text=text, link=link,
        )  # fmt: skip
