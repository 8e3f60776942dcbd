"""The life of a case: opened, triaged to a team, worked on, resolved; misrouted ones go back with a reason."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from o2c.accounts.cases.models import CaseMessage, CustomerCase, Direction
from o2c.accounts.cases.queries import TASK, cases
from o2c.accounts.cases.rules import CASE_MOVES, OPEN, hours_for
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers, within_target
from o2c.accounts.requests.models import ChangeRequest
from o2c.accounts.requests.services import file_request
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.cards import refuse_card_number
from o2c.core.changes import change
from o2c.core.entities.models import LegalEntity
from o2c.core.errors import BusinessError, Conflict
from o2c.core.events import publish
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.models import Priority, TaskState
from o2c.core.work.services import close_task, open_task
from o2c.core.work.services.steps import give_task, live_task, settle


@verb("accounts.open_case")
def open_case(
    *,
    customer: Customer,
    entity: LegalEntity,
    kind: str,
    channel: str,
    subject: str,
    text: str,
    person: str = "",
    email: str = "",
    documents: Sequence[str] = (),
    actor: User,
) -> CustomerCase:
    """A customer turned to us. Raises BusinessError "case_text_missing", "card_number"."""
    customer = lock_one(customers(actor), customer.pk)
    lock_one(entities_of(actor), entity.pk)
    if not subject.strip() or not text.strip():
        raise BusinessError("case_text_missing", field="subject" if not subject.strip() else "text")
    case = CustomerCase.objects.create(
        customer=customer,
        entity=entity,
        kind=kind,
        channel=channel,
        subject=refuse_card_number(subject.strip(), "subject"),
        person=person.strip(),
        email=email.strip().lower(),
        documents=list(documents),
    )
    case.refresh_from_db()
    said(case, Direction.IN, channel, text, person, actor)
    record("case.opened", case, actor=actor, after={"kind": kind, "channel": channel, "documents": list(documents)})
    put_in_queue(case, actor)
    return case


def said(case: CustomerCase, direction: str, channel: str, text: str, person: str, actor: User, message_id: str = "") -> CaseMessage:
    """Step: one thing that was said."""
    text = refuse_card_number(text.strip(), "text")
    if not text:
        raise BusinessError("case_text_missing", field="text")
    message = CaseMessage.objects.create(
        case=case, direction=direction, channel=channel, person=person.strip(), text=text, message_id=message_id
    )
    record("case.message", message, actor=actor, parent=case, after={"direction": direction, "channel": channel, "text": text})
    return message


def put_in_queue(case: CustomerCase, actor: User) -> None:
    hours = within_target(case.customer, "case", hours_for(case.kind, urgent=case.is_urgent))
    priority = Priority.URGENT if case.is_urgent else Priority.NORMAL
    words = {"number": case.number, "subject": case.subject}
    open_task(
        TASK, "case_task", words, subject=case, queue=case.team, owner=case.owner, working_hours=hours, priority=priority, actor=actor
    )


def locked(pk: int, actor: User, version: int | None = None) -> CustomerCase:
    row: CustomerCase = lock_one(cases(actor).select_related("customer", "entity"), pk, version)
    return row


def move(case: CustomerCase, state: str, actor: User, reason: str = "", **facts: Any) -> CustomerCase:
    """Step: one move of its life."""
    origin = case.state
    transition(case, state, CASE_MOVES)
    case.state = origin
    ended = None if state in OPEN else case.ended_at or timezone.now()
    before, after = change(case, state=state, ended_at=ended, **facts)
    record(f"case.{state}", case, actor=actor, before=before, after=after, reason=reason)
    publish("case.moved", case, case=case.public_id, number=case.number, state=state, was=origin)
    return case


@verb("accounts.triage_case")
def triage_case(
    pk: int, *, category: str, team: str, level: int = 1, is_urgent: bool = False, actor: User, version: int | None = None
) -> CustomerCase:
    """What it is about, how urgent, and who answers: it moves to the queue of that team."""
    case = locked(pk, actor, version)
    close_task(TASK, subject=case, actor=actor)
    triaged = case.triaged_at or timezone.now()
    move(case, "triaged", actor, category=category, team=team, level=level, is_urgent=is_urgent, triaged_at=triaged, owner=None)
    put_in_queue(case, actor)
    return case


@verb("accounts.return_case")
def return_case(pk: int, *, reason: str, actor: User, version: int | None = None) -> CustomerCase:
    """Not for our team: back to triage, with the reason. Raises BusinessError "case_reason_missing"."""
    if not reason.strip():
        raise BusinessError("case_reason_missing", field="reason")
    case = locked(pk, actor, version)
    close_task(TASK, subject=case, actor=actor)
    move(case, "returned", actor, reason, misrouted=case.misrouted + 1, owner=None, team="clerk")
    put_in_queue(case, actor)
    return case


@verb("accounts.start_case")
def start_case(pk: int, *, actor: User, version: int | None = None) -> CustomerCase:
    """I work on it now."""
    case = move(locked(pk, actor, version), "in_progress", actor, owner=actor)
    go_on(case, actor)
    give_task(TASK, case, actor, actor=actor)
    return case


@verb("accounts.lift_case")
def lift_case(pk: int, *, team: str, reason: str, actor: User, version: int | None = None) -> CustomerCase:
    """The second level takes over. Raises Conflict "case_is_second_level"."""
    case = locked(pk, actor, version)
    if case.level == 2 or case.state not in OPEN:
        raise Conflict("case_is_second_level", number=case.number)
    before, after = change(case, level=2, team=team, owner=None)
    record("case.lifted", case, actor=actor, before=before, after=after, reason=reason)
    close_task(TASK, subject=case, actor=actor)
    put_in_queue(case, actor)
    return case


@verb("accounts.resolve_case")
def resolve_case(pk: int, *, outcome: str, actor: User, version: int | None = None) -> CustomerCase:
    """It is answered. A claim needs its decision first. Raises BusinessError "case_outcome_missing", "claim_undecided"."""
    case = locked(pk, actor, version)
    if not outcome.strip():
        raise BusinessError("case_outcome_missing", field="outcome")
    if case.kind == "claim" and not case.decision:
        raise BusinessError("claim_undecided", number=case.number)
    move(case, "resolved", actor, outcome=refuse_card_number(outcome.strip(), "outcome"))
    close_task(TASK, subject=case, actor=actor)
    return case


@verb("accounts.close_case")
def close_case(pk: int, *, actor: User, version: int | None = None) -> CustomerCase:
    """The customer is content, or said nothing more."""
    return move(locked(pk, actor, version), "closed", actor)


@verb("accounts.reopen_case")
def reopen_case(pk: int, *, reason: str, actor: User, version: int | None = None) -> CustomerCase:
    """It was not settled after all."""
    return reopened(locked(pk, actor, version), reason, actor)


def reopened(case: CustomerCase, reason: str, actor: User) -> CustomerCase:
    """Step: back into the queue; the reopen rate counts the case once."""
    move(case, "reopened", actor, reason, reopened_at=case.reopened_at or timezone.now())
    put_in_queue(case, actor)
    return case


def go_on(case: CustomerCase, actor: User) -> None:
    """Step: the clock goes on with what is left."""
    task = live_task(TASK, case)
    if task is not None and task.state == TaskState.WAITING:
        settle(task, TaskState.OPEN, "", actor=actor)


@verb("accounts.file_from_case")
def file_from_case(
    *, case_id: int, kind: str, payload: Mapping[str, Any], reason: str, customer: Customer, entity: LegalEntity, actor: User
) -> ChangeRequest:
    """The change the customer needs, with the case as its cause. Raises as `file_request`."""
    case = locked(case_id, actor)
    filed = file_request.step(
        kind=kind,
        payload=payload,
        reason=reason,
        customer=customer,
        entity=entity,
        source="case",
        cause_label=str(case),
        cause_url=case.get_absolute_url(),
        actor=actor,
    )
    case.requests.add(filed)
    record("case.request", case, actor=actor, after={"request": filed.number, "kind": kind})
    return filed
