"""The two jobs of a run: its proposal, and the posting of its invoices. Killed at any moment, they end in the same state."""

from collections.abc import Callable

from o2c.billing.invoicing.models import BillingRun, RunDocument, RunState
from o2c.billing.invoicing.services import check_run, compute_run, finish_run, post_run_documents, propose_run
from o2c.core.jobs.progress import Progress

AT_A_TIME = 200


def propose(j: Progress) -> None:
    """Judge the spend in one statement, then ask, some invoices at a time, what else stands against them."""
    run = int(j.arguments["run"])
    if not j.cursor:
        with j.chunk(cursor={"done": 0}):
            compute_run(run, actor=j.actor)
    _each(j, run, lambda documents: check_run(run, documents, actor=j.actor))
    with j.chunk(0):
        propose_run(run, actor=j.actor)


def post(j: Progress) -> None:
    """Post the invoices some at a time; those that are posted are passed over."""
    run = int(j.arguments["run"])
    if BillingRun.objects.get(pk=run).state == RunState.DONE:
        return
    _each(j, run, lambda documents: post_run_documents(run, documents, actor=j.actor))
    with j.chunk(0):
        finish_run(run, actor=j.actor)


def _each(j: Progress, run: int, work: Callable[[list[int]], object]) -> None:
    rows = RunDocument.objects.filter(run=run, state="ready")
    j.total(j.job.processed + rows.count())
    while some := list(rows.filter(pk__gt=int(j.cursor.get("done", 0))).order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
        with j.chunk(len(some), cursor={"done": some[-1]}):
            work(some)
