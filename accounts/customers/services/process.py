"""How a client works, changed only in three steps: requested, applied within the target time, confirmed by the client."""

from typing import Any

from django.utils import timezone

from o2c.accounts.customers.models import ClientProcess, ProcessChange
from o2c.accounts.customers.queries import customers, target_hours
from o2c.accounts.customers.rules.process import PROCESS_FIELDS, PROCESS_MOVES, checked_days
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.services import record
from o2c.core.changes import change
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, transition, verb
from o2c.core.work.services import close_task, open_task

VIEW = "accounts.view_customers"
TASK = "accounts.process_change"
USUAL_HOURS = 16.0  # two days of the team, where nobody has set a target


@verb("accounts.request_process_change")
def request_process_change(customer_id: int, *, reason: str, actor: User, **wanted: Any) -> ProcessChange:
    """What is to change in the client's process, and why. It waits for whoever applies it, within the target time of the tier.

    Raises BusinessError "process_unchanged", "day_of_month", "processchange_one_open".
    """
    customer = lock_one(customers(actor), customer_id)
    process = ClientProcess.objects.filter(customer=customer).first() or ClientProcess(customer=customer)
    if "payment_run_days" in wanted:
        wanted["payment_run_days"] = checked_days(wanted["payment_run_days"])
    differing = {name: wanted[name] for name in PROCESS_FIELDS if name in wanted and wanted[name] != getattr(process, name)}
    if not differing:
        raise BusinessError("process_unchanged")
    asked = ProcessChange(customer=customer, wanted=differing, reason=reason.strip(), due_at=timezone.now())
    asked.save(force_insert=True)
    hours = target_hours(customer.tier, "process") or USUAL_HOURS
    words = {"customer": customer.legal_name, "reason": asked.reason[:100]}
    task = open_task(TASK, "process_task", words, subject=asked, queue="clerk", working_hours=float(hours), actor=actor)
    change(asked, due_at=task.due_at)
    record("process.requested", asked, actor=actor, after={**differing, "due_at": task.due_at}, reason=reason)
    return asked


@verb("accounts.apply_process_change")
def apply_process_change(pk: int, *, actor: User, version: int | None = None) -> ProcessChange:
    """The change stands in the client's process from now on; the client is asked to confirm it."""
    asked = lock_one(scope(ProcessChange.objects, actor, VIEW).select_related("customer"), pk, version)
    transition(asked, "applied", PROCESS_MOVES)
    process, _made = ClientProcess.objects.get_or_create(customer=asked.customer)
    before, after = change(process, **asked.wanted)
    asked.applied_at = timezone.now()
    asked.save(update_fields=["state", "applied_at"])
    close_task(TASK, subject=asked, actor=actor)
    record("process.applied", asked, actor=actor, before=before, after=after)
    return asked


@verb("accounts.confirm_process_change")
def confirm_process_change(pk: int, *, answer: str, actor: User, version: int | None = None) -> ProcessChange:
    """The client has confirmed what we applied: `answer` says who did, and how."""
    return _closed(pk, "confirmed", answer, actor, version)


@verb("accounts.reject_process_change")
def reject_process_change(pk: int, *, answer: str, actor: User, version: int | None = None) -> ProcessChange:
    """The change is not applied: `answer` says why."""
    return _closed(pk, "rejected", answer, actor, version)


def _closed(pk: int, state: str, answer: str, actor: User, version: int | None) -> ProcessChange:
    asked = lock_one(scope(ProcessChange.objects, actor, VIEW).select_related("customer"), pk, version)
    before = asked.state
    transition(asked, state, PROCESS_MOVES)
    asked.closed_at, asked.answer = timezone.now(), answer.strip()
    asked.save(update_fields=["state", "closed_at", "answer"])
    close_task(TASK, subject=asked, reason=answer, actor=actor)
    record(f"process.{state}", asked, actor=actor, before={"state": before}, after={"state": state}, reason=answer)
    return asked
