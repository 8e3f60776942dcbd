"""Steps that all verbs of a run share."""

from o2c.billing.invoicing.models import BillingRun, RunState
from o2c.billing.invoicing.rules import RUN_MOVES
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.jobs.services import request
from o2c.core.verbs import transition

PROPOSING, POSTING = "billing.propose_run", "billing.post_run"


def queue(run: BillingRun, kind: str, actor: User) -> None:
    """Step: the job that works on the run, once at a time."""
    request(kind, key=str(run.pk), entity=run.entity, arguments={"run": run.pk}, actor=actor)


def move(run: BillingRun, state: RunState, actor: User, told: str, *columns: str, reason: str = "") -> BillingRun:
    """Step: the run in another state, and that in the trail. Raises Conflict "wrong_state"."""
    before = {"state": run.state}
    transition(run, state, RUN_MOVES)
    run.save(update_fields=["state", *columns])
    record(told, run, actor=actor, before=before, after={"state": state}, reason=reason)
    return run
