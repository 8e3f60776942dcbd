"""Placing a freeze, and ending it by two others."""

from uuid import UUID

from django.utils import timezone

from o2c.accounts.customers.models import Customer
from o2c.compliance.freezes import queries
from o2c.compliance.freezes.models import EndKind, Freeze, FreezeScope
from o2c.core import gates
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError, Conflict
from o2c.core.verbs import lock_one, verb


def place(
    customer: Customer, *, reason: str, actor: User, stopped: str = FreezeScope.ALL, with_group: bool = False, alert: UUID | None = None
) -> Freeze:
    """A step: close the gates of everyone the freeze reaches, then place it.

    What was let through before has committed by then; what comes after sees the freeze.
    """
    reached = queries.group_below(customer, today=local_today()) if with_group else []
    for one in sorted([customer, *reached], key=lambda one: one.pk):
        gates.close(one)
    freeze = Freeze.objects.create(customer=customer, scope=stopped, reason=reason, with_group=with_group, alert=alert)
    record("freeze.placed", freeze, actor=actor, parent=freeze, reason=reason, after={"scope": stopped, "with_group": with_group})
    return freeze


def end(freeze: Freeze, kind: EndKind, *, reason: str, actor: User) -> None:
    """A step: the freeze is over."""
    freeze.end_kind, freeze.end_reason = kind, reason
    freeze.ended_by, freeze.ended_at = actor, timezone.now()
    freeze.save(update_fields=["end_kind", "end_reason", "ended_by", "ended_at", "end_proposed_by", "end_proposed_at"])
    record("freeze.ended", freeze, actor=actor, parent=freeze, reason=reason, after={"end_kind": kind})


@verb("compliance.place_freeze")
def place_freeze(customer_id: int, *, scope: str = FreezeScope.ALL, with_group: bool = False, reason: str, actor: User) -> Freeze:
    """Stop something for a customer at once, without an alert."""
    customer = _customer(customer_id, actor)
    return place(customer, reason=_why(reason), actor=actor, stopped=scope, with_group=with_group)


@verb("compliance.propose_freeze_release")
def propose_freeze_release(freeze_id: int, *, reason: str, actor: User) -> Freeze:
    """The first of two people who end a freeze placed by hand.

    Raises Conflict "freeze_already_ended", "freeze_already_proposed"; BusinessError "freeze_of_an_alert", "freeze_needs_another_person".
    """
    freeze = _by_hand(freeze_id, actor)
    if freeze.end_proposed_by_id:
        raise Conflict("freeze_already_proposed")
    if actor.pk == freeze.created_by_id:
        raise BusinessError("freeze_needs_another_person")
    freeze.end_proposed_by, freeze.end_proposed_at, freeze.end_reason = actor, timezone.now(), _why(reason)
    freeze.save(update_fields=["end_proposed_by", "end_proposed_at", "end_reason"])
    record("freeze.release_proposed", freeze, actor=actor, parent=freeze, reason=reason)
    return freeze


@verb("compliance.release_freeze")
def release_freeze(freeze_id: int, *, actor: User) -> Freeze:
    """The second of two people who end a freeze placed by hand.

    Raises Conflict "freeze_already_ended", "freeze_not_proposed"; BusinessError "freeze_of_an_alert", "freeze_needs_another_person".
    """
    freeze = _by_hand(freeze_id, actor)
    if not freeze.end_proposed_by_id:
        raise Conflict("freeze_not_proposed")
    if actor.pk in {freeze.created_by_id, freeze.end_proposed_by_id}:
        raise BusinessError("freeze_needs_another_person")
    end(freeze, EndKind.RELEASED, reason=freeze.end_reason, actor=actor)
    return freeze


def _by_hand(freeze_id: int, actor: User) -> Freeze:
    freeze = lock_one(queries.freezes(actor), freeze_id)
    if freeze.ended_at:
        raise Conflict("freeze_already_ended")
    if freeze.alert:
        raise BusinessError("freeze_of_an_alert")
    return freeze


def _customer(customer_id: int, actor: User) -> Customer:
    found = scope(Customer.objects, actor, "compliance.place_freeze").filter(pk=customer_id).first()
    if found is None:
        raise Conflict("gone_or_out_of_reach")
    return found


def _why(reason: str) -> str:
    if not reason.strip():
        raise BusinessError("reason_missing", field="reason")
    return reason.strip()
