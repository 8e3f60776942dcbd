"""Verbs that make a proposal: open a run, judge its spend, check its invoices."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from o2c.billing.documents.services import check_documents
from o2c.billing.invoicing.lines import new_document, with_items
from o2c.billing.invoicing.models import BillingRun, RunDocument, RunDocumentState, RunState
from o2c.billing.invoicing.proposal import add_up, hold_back, propose
from o2c.billing.invoicing.queries import runs
from o2c.billing.invoicing.services.moving import PROPOSING, move, queue
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.dates import first_of_month
from o2c.core.entities.models import LegalEntity
from o2c.core.entities.queries import entities
from o2c.core.errors import BusinessError
from o2c.core.findings import Finding
from o2c.core.plain import plain
from o2c.core.verbs import lock_one, verb


@verb("billing.open_billing_run")
def open_billing_run(*, entity: LegalEntity, month: date, actor: User) -> BillingRun:
    """Begin to bill all spend of an entity up to the end of a month that is over; the proposal is made by a job.

    Raises BusinessError "run_month_not_over", "billingrun_one_at_a_time".
    """
    entity = lock_one(entities(actor), entity.pk)
    month = first_of_month(month)
    if month >= first_of_month(local_today(entity)):
        raise BusinessError("run_month_not_over", field="month")
    earlier = BillingRun.objects.filter(entity=entity, month=month).count()
    run = BillingRun.objects.create(entity=entity, month=month, sequence=earlier + 1)
    record("billing_run.opened", run, actor=actor, after={"month": month, "sequence": run.sequence})
    queue(run, PROPOSING, actor)
    return run


@verb("billing.repropose_run")
def repropose_run(pk: int, *, actor: User) -> BillingRun:
    """Make the proposal anew from the facts of now: what was held and is in order goes out, late spend comes in."""
    run = lock_one(runs(actor), pk)
    move(run, RunState.DRAFT, actor, "billing_run.reproposed")
    queue(run, PROPOSING, actor)
    return run


@verb("billing.compute_run")
def compute_run(pk: int, *, actor: User) -> BillingRun:
    """The proposal itself: every record of spend judged, items and invoices made, and all of it added up."""
    run = lock_one(BillingRun.objects.select_related("entity"), pk)
    if run.state != RunState.DRAFT:
        return run
    propose(run, actor.pk)
    record("billing_run.computed", run, actor=actor, after={"documents": run.documents_ready})
    return run


@verb("billing.check_run")
def check_run(pk: int, documents: Sequence[int], *, actor: User) -> int:
    """Ask everything that could stand against these invoices of a draft, and hold those that may not go out. How many those are."""
    run = lock_one(BillingRun.objects.select_related("entity"), pk)
    some = ready(run, documents) if run.state == RunState.DRAFT else []
    found = against(some, run, actor)
    for document in some:
        if document.pk in found:
            hold_back(document, found[document.pk])
    record("billing_run.checked", run, actor=actor, after={"documents": len(some), "held": len(found)})
    return len(found)


def ready(run: BillingRun, documents: Sequence[int]) -> list[RunDocument]:
    """Those of these invoices that are still to be issued, with their lines."""
    return list(with_items(RunDocument.objects.filter(run=run, pk__in=documents, state=RunDocumentState.READY)).order_by("pk"))


def against(documents: Sequence[RunDocument], run: BillingRun, actor: User) -> dict[int, list[dict[str, object]]]:
    """What stands against each invoice; those that may go out are not in it."""
    today = local_today(run.entity)
    asked = {document.pk: new_document(document, today) for document in documents}
    found = check_documents(list(asked.values()), actor=actor)
    return {pk: [_told(each) for each in found[new.source_key]] for pk, new in asked.items() if found[new.source_key]}


def _told(found: Finding) -> dict[str, object]:
    return {"code": found.code, "values": plain(found.values)}


@verb("billing.propose_run")
def propose_run(pk: int, *, actor: User) -> BillingRun:
    """The proposal is complete: people may look at it and ask for approval."""
    run = lock_one(BillingRun.objects.select_related("entity"), pk)
    if run.state == RunState.DRAFT:
        run.proposed_at = timezone.now()
        add_up(run)
        move(run, RunState.PROPOSED, actor, "billing_run.proposed", "proposed_at")
    return run
