"""Playbooks and the customers they flag: steps are done one by one, somebody agrees, and it holds for a while."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.utils import timezone

from o2c.accounts.cases.models import Playbook, SpecialCase, SpecialStep
from o2c.accounts.cases.queries import specials, unflagged
from o2c.accounts.cases.rules import SPECIAL_MOVES, Detects
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.services import close_task, open_task

TASK = "special_case"
AT_ONCE = 200


class PlaybookFields(TypedDict, total=False):
    code: str
    title: str
    types: Sequence[str]
    countries: Sequence[str]
    risk_classes: Sequence[str]
    tiers: Sequence[str]
    mandatory: Sequence[str]
    advised: Sequence[str]
    approver: str
    valid_days: int
    is_active: bool


@verb("accounts.write_playbook")
def write_playbook(*, actor: User, **fields: Unpack[PlaybookFields]) -> Playbook:
    """A new kind of special case. Raises BusinessError "playbook_detects_somebody", "playbook_has_steps"."""
    playbook = Playbook(**fields)
    _check(playbook)
    playbook.save(force_insert=True)
    record("playbook.written", playbook, actor=actor, after=dict(fields))
    return playbook


@verb("accounts.edit_playbook")
def edit_playbook(pk: int, *, actor: User, version: int | None = None, **fields: Unpack[PlaybookFields]) -> Playbook:
    """Change a playbook for customers flagged from now on, or take it out of use."""
    playbook = lock_one(Playbook.objects, pk, version)
    before, after = change(playbook, **fields)
    _check(playbook)
    if after:
        record("playbook.edited", playbook, actor=actor, before=before, after=after)
    return playbook


def _check(playbook: Playbook) -> None:
    detects: Detects = playbook.detects
    if detects.is_empty:
        raise BusinessError("playbook_detects_somebody", field="types")
    if not playbook.mandatory:
        raise BusinessError("playbook_has_steps", field="mandatory")


@verb("accounts.flag_customer")
def flag_customer(*, playbook: Playbook, customer: Customer, actor: User) -> SpecialCase:
    """This customer is special: nothing is billed on the standard path before the mandatory steps are done and agreed to.

    Raises BusinessError "specialcase_once".
    """
    return _flag(playbook, lock_one(customers(actor), customer.pk), actor)


@verb("accounts.flag_customers")
def flag_customers(playbook_id: int, *, actor: User) -> list[SpecialCase]:
    """Flag those the playbook's rule finds, a few hundred at a time; safe to repeat."""
    playbook = lock_one(Playbook.objects.filter(is_active=True), playbook_id)
    return [_flag(playbook, customer, actor) for customer in unflagged(playbook, AT_ONCE)]


def _flag(playbook: Playbook, customer: Customer, actor: User) -> SpecialCase:
    special = SpecialCase.objects.create(playbook=playbook, customer=customer)
    texts = [*((text, True) for text in playbook.mandatory), *((text, False) for text in playbook.advised)]
    SpecialStep.objects.bulk_create(
        SpecialStep(special=special, position=place, text=text, is_mandatory=mandatory) for place, (text, mandatory) in enumerate(texts)
    )
    record("special.open", special, actor=actor, after={"playbook": playbook.code, "steps": len(texts)})
    open_task(TASK, "special_task", _named(special), subject=special, queue="clerk", working_hours=16, actor=actor)
    return special


def _named(special: SpecialCase) -> dict[str, str]:
    return {"playbook": special.playbook.title, "customer": special.customer.legal_name}


@verb("accounts.do_step")
def do_step(pk: int, *, remark: str = "", actor: User) -> SpecialCase:
    """A step is done; the last mandatory one asks the approver. Raises Conflict "step_done"."""
    step = SpecialStep.objects.select_for_update(no_key=True, of=["self"]).select_related("special").filter(pk=pk).first()
    if step is None:
        raise Conflict("gone_or_out_of_reach")
    special = lock_one(specials(actor).select_related("playbook", "customer"), step.special_id)
    if step.done_at is not None or special.state not in ("open", "approval"):
        raise Conflict("step_done", step=step.text)
    step.done_at, step.done_by, step.remark = timezone.now(), actor, remark.strip()
    step.save(update_fields=["done_at", "done_by", "remark"])
    record("special.step", special, actor=actor, after={"step": step.text, "remark": step.remark})
    if special.state == "open" and not special.steps.filter(is_mandatory=True, done_at=None).exists():
        _move(special, "approval", actor)
        close_task(TASK, subject=special, actor=actor)
        queue = special.playbook.approver
        open_task("special_approval", "special_approval_task", _named(special), subject=special, queue=queue, working_hours=16, actor=actor)
    return special


@verb("accounts.agree_special")
def agree_special(pk: int, *, actor: User, version: int | None = None) -> SpecialCase:
    """The approver agrees: the standard path is free until it expires. Raises BusinessError "special_by_second_person"."""
    special = lock_one(specials(actor).select_related("playbook", "customer"), pk, version)
    if special.steps.filter(done_by=actor).exists():
        raise BusinessError("special_by_second_person")
    if not any(held.role == special.playbook.approver for held in actor.held):
        raise BusinessError("special_needs_role", role=special.playbook.approver)
    until = local_today() + timedelta(days=special.playbook.valid_days)
    close_task("special_approval", subject=special, actor=actor)
    return _move(special, "done", actor, approved_by=actor, expires_on=until)


@verb("accounts.drop_special")
def drop_special(pk: int, *, reason: str, actor: User, version: int | None = None) -> SpecialCase:
    """The playbook does not fit this customer after all."""
    special = lock_one(specials(actor).select_related("playbook", "customer"), pk, version)
    for kind in (TASK, "special_approval"):
        close_task(kind, subject=special, actor=actor)
    return _move(special, "dropped", actor, reason)


@verb("accounts.expire_specials")
def expire_specials(on: date, *, actor: User) -> list[SpecialCase]:
    """What was agreed to has run out: the steps are due again. A few hundred at a time."""
    ended = SpecialCase.objects.filter(state="done", expires_on__lte=on).order_by("pk")[:AT_ONCE]
    rows = [lock_one(SpecialCase.objects.select_related("playbook", "customer"), row.pk) for row in ended]
    for special in rows:
        before, after = change(special, state="expired")
        record("special.expired", special, actor=actor, before=before, after=after)
        if special.playbook.is_active:
            _flag(special.playbook, special.customer, actor)
    return rows


def _move(special: SpecialCase, state: str, actor: User, reason: str = "", **facts: object) -> SpecialCase:
    origin = special.state
    transition(special, state, SPECIAL_MOVES)
    special.state = origin
    before, after = change(special, state=state, **facts)
    record(f"special.{state}", special, actor=actor, before=before, after=after, reason=reason)
    return special
