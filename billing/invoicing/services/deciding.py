"""Verbs that decide over a run: ask for approval, approve, take up again, give up."""

from decimal import Decimal

from django.db.models import Sum

from o2c.billing.invoicing.models import BillingRun, RunState
from o2c.billing.invoicing.queries import runs
from o2c.billing.invoicing.rules import RUN_MOVES
from o2c.billing.invoicing.services.moving import POSTING, PROPOSING, move, queue
from o2c.core.access.models import User
from o2c.core.approvals.services import request_approval
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.entities.queries import conversion
from o2c.core.errors import BusinessError
from o2c.core.money import Money, round_to_currency
from o2c.core.verbs import lock_one, transition, verb

APPROVAL = "billing_run"


@verb("billing.submit_run")
def submit_run(pk: int, *, reason: str, actor: User) -> BillingRun:
    """Ask another person to approve what would be issued. Raises BusinessError "run_nothing_to_issue", Conflict "wrong_state"."""
    run = lock_one(runs(actor), pk)
    if not run.documents_ready:
        raise BusinessError("run_nothing_to_issue")
    if run.state != RunState.PROPOSED:
        transition(run, RunState.APPROVED, RUN_MOVES)
    to_bill = {currency: parts["billed"] for currency, parts in run.figures.items()}
    after = {"documents": run.documents_ready, "held": run.documents_held, **to_bill}
    request_approval.step(APPROVAL, run, {"pk": run.pk}, reason=reason, amount=issued(run), after=after, actor=actor)
    return run


def issued(run: BillingRun) -> Money:
    """What the run would bill, fees and rebates with it, in the entity's base currency at today's rates."""
    base, today = run.entity.base_currency, local_today(run.entity)
    total = Decimal(0)
    charged = dict(run.charges.order_by().values_list("currency").annotate(Sum("amount")))
    for currency in {*run.figures, *charged}:
        billed = Decimal(run.figures.get(currency, {}).get("billed", 0)) + charged.get(currency, Decimal(0))
        total += billed * conversion(currency, base, today, base=base).value
    return Money(round_to_currency(total, base), base)


@verb("billing.approve_run", dual=True)
def approve_run(pk: int, *, actor: User) -> BillingRun:
    """The invoices may go out: a job posts them, chunk by chunk. Runs when another person approves."""
    run = lock_one(runs(actor), pk)
    move(run, RunState.APPROVED, actor, "billing_run.approved")
    queue(run, POSTING, actor)
    return run


@verb("billing.continue_run")
def continue_run(pk: int, *, actor: User) -> BillingRun:
    """Take up the work on a run that stopped: its proposal or its posting, whichever is not complete."""
    run = lock_one(runs(actor), pk)
    if run.state not in (RunState.DRAFT, RunState.APPROVED, RunState.POSTING):
        transition(run, RunState.POSTING, RUN_MOVES)
    queue(run, PROPOSING if run.state == RunState.DRAFT else POSTING, actor)
    record("billing_run.continued", run, actor=actor)
    return run


@verb("billing.discard_run")
def discard_run(pk: int, *, reason: str, actor: User) -> BillingRun:
    """Give up a proposal; its spend waits for the next run. Raises Conflict "wrong_state"."""
    return _give_up(pk, RunState.DISCARDED, reason, actor)


@verb("billing.cancel_run")
def cancel_run(pk: int, *, reason: str, actor: User) -> BillingRun:
    """Stop an approved run before its first invoice is posted. Raises Conflict "wrong_state"."""
    return _give_up(pk, RunState.CANCELLED, reason, actor)


def _give_up(pk: int, state: RunState, reason: str, actor: User) -> BillingRun:
    run = lock_one(runs(actor), pk)
    run.reason = reason
    return move(run, state, actor, f"billing_run.{state}", "reason", reason=reason)
