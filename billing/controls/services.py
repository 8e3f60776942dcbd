"""Verbs: running a control, and what people do with its exceptions."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from time import monotonic

from o2c.accounts.campaigns.queries import campaigns
from o2c.accounts.customers.queries import customers
from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.desk import put_in_queue, put_on_desk
from o2c.billing.controls.merging import merge
from o2c.billing.controls.models import BillingException, ControlRun, ExceptionState
from o2c.billing.controls.queries import exceptions
from o2c.billing.controls.rules import EXCEPTION_MOVES, check_waiver
from o2c.billing.controls.spend import Part, spend_of
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, transition, verb


@verb("billing.run_control")
def run_control(code: str, *, day: date, customer_number: str = "", campaign_id: str = "", actor: User) -> ControlRun:
    """Ask one control about the last months up to `day`, for everybody, one customer, or the campaign of that external id.

    New findings open, known ones are updated, those whose cause is gone close by themselves, closed ones that come back reopen.
    The same facts change nothing. Raises BusinessError "control_unknown", "control_customer_unknown", "control_campaign_unknown".
    """
    if code not in CONTROLS:
        raise BusinessError("control_unknown", field="control", control=code)
    part = _part(day, customer_number, campaign_id, actor)
    started = monotonic()
    with spend_of(part):
        merged = merge(CONTROLS[code], part)
    run = ControlRun.objects.create(
        control=code, day=day, customer_id=part.customer, campaign_id=part.campaign, milliseconds=int((monotonic() - started) * 1000),
        **asdict(merged),
    )  # fmt: skip
    counts = {"found": run.found, "opened": run.opened, "reopened": run.reopened, "closed": run.closed}
    put_in_queue(CONTROLS[code], day, actor=actor)
    record("control.run", run, actor=actor, after={"control": code, "day": day, **counts})
    return run


def run_controls(
    *,
    day: date,
    customer_number: str = "",
    campaign_id: str = "",
    codes: Sequence[str] = (),
    actor: User,
    tell: Callable[[str], object] = lambda code: None,
) -> list[ControlRun]:
    """A run: each control (or those of `codes`) in a transaction of its own, over spend that is laid out once for all of them.

    `tell` hears the code of each that is done. Raises as `run_control`, before anything is written.
    """
    unknown = [code for code in codes if code not in CONTROLS]
    if unknown:
        raise BusinessError("control_unknown", field="control", control=unknown[0])
    runs = []
    with spend_of(_part(day, customer_number, campaign_id, actor)):
        for code in codes or [code for code, control in CONTROLS.items() if not campaign_id or "campaign" in control.asks]:
            runs.append(run_control(code, day=day, customer_number=customer_number, campaign_id=campaign_id, actor=actor))
            tell(code)
    return runs


def _part(day: date, customer_number: str, campaign_id: str, actor: User) -> Part:
    customer = customers(actor).filter(number=customer_number.strip()).first() if customer_number else None
    if customer_number and customer is None:
        raise BusinessError("control_customer_unknown", field="customer_number", number=customer_number)
    campaign = campaigns(actor).filter(ext_id=campaign_id.strip()).first() if campaign_id else None
    if campaign_id and campaign is None:
        raise BusinessError("control_campaign_unknown", field="campaign_id", number=campaign_id)
    return Part(day, customer.pk if customer else None, campaign.pk if campaign else None)


@verb("billing.assign_exception")
def assign_exception(pk: int, *, owner: User, actor: User) -> BillingException:
    """Give an exception to somebody. Raises BusinessError "exception_owner_gone", Conflict "wrong_state"."""
    found = lock_one(exceptions(actor), pk)
    if not owner.is_active:
        raise BusinessError("exception_owner_gone", field="owner", name=str(owner))
    before = {"state": found.state, "owner": str(found.owner or "")}
    transition(found, ExceptionState.ASSIGNED, EXCEPTION_MOVES)
    found.owner, found.waived_until = owner, None
    found.save(update_fields=["state", "owner", "waived_until"])
    put_on_desk(found, actor=actor)
    record("exception.assigned", found, actor=actor, before=before, after={"state": found.state, "owner": str(owner)})
    return found


@verb("billing.waive_exception")
def waive_exception(pk: int, *, until: date, reason: str, actor: User) -> BillingException:
    """Let an exception pass until a day, for a reason; then it opens again.

    Raises BusinessError "waiver_in_the_past", "waiver_too_long", Conflict "wrong_state".
    """
    found = lock_one(exceptions(actor), pk)
    check_waiver(until, local_today(actor))
    before = {"state": found.state}
    transition(found, ExceptionState.WAIVED, EXCEPTION_MOVES)
    found.waived_until, found.resolution = until, reason
    found.save(update_fields=["state", "waived_until", "resolution"])
    put_on_desk(found, actor=actor)
    record("exception.waived", found, actor=actor, before=before, after={"state": found.state, "waived_until": until}, reason=reason)
    return found


@verb("billing.resolve_exception")
def resolve_exception(pk: int, *, reason: str, actor: User) -> BillingException:
    """Say that an exception is dealt with; it comes back when the next run still finds it. Raises Conflict "wrong_state"."""
    found = lock_one(exceptions(actor), pk)
    before = {"state": found.state}
    transition(found, ExceptionState.RESOLVED, EXCEPTION_MOVES)
    found.closed_on, found.resolution = local_today(actor), reason
    found.save(update_fields=["state", "closed_on", "resolution"])
    put_on_desk(found, actor=actor)
    record("exception.resolved", found, actor=actor, before=before, after={"state": found.state}, reason=reason)
    return found
