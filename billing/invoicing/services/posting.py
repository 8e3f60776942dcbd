"""Verbs that issue the invoices of an approved run, some at a time."""

from collections.abc import Sequence

from django.db import connection

from o2c.billing.documents.services import post_documents
from o2c.billing.invoicing.lines import new_document
from o2c.billing.invoicing.models import BillingRun, RunCharge, RunDocument, RunDocumentState, RunItem, RunState
from o2c.billing.invoicing.proposal import add_up, hold_back
from o2c.billing.invoicing.rules import RUN_MOVES
from o2c.billing.invoicing.services.moving import move
from o2c.billing.invoicing.services.proposing import against as against_each
from o2c.billing.invoicing.services.proposing import ready
from o2c.core.access.models import User
from o2c.core.audit.services import record
from o2c.core.clock import local_today
from o2c.core.errors import BusinessError
from o2c.core.verbs import lock_one, transition, verb


@verb("billing.post_run_documents")
def post_run_documents(pk: int, documents: Sequence[int], *, actor: User) -> list[RunDocument]:
    """Post these invoices of an approved run; one that something stands against by now is held and stays for the next run.

    Posted twice, they are posted once. Returns those that were issued.
    """
    run = lock_one(BillingRun.objects.select_related("entity"), pk)
    if run.state == RunState.APPROVED:
        move(run, RunState.POSTING, actor, "billing_run.posting")
    if run.state != RunState.POSTING:
        transition(run, RunState.POSTING, RUN_MOVES)
    list(RunDocument.objects.filter(pk__in=documents).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    some = ready(run, documents)
    against = _changed(some) or {}
    against |= against_each([document for document in some if document.pk not in against], run, actor)
    for document in some:
        if document.pk in against:
            hold_back(document, against[document.pk])
    good = [document for document in some if document.pk not in against]
    _issue(good, run, actor)
    record("billing_run.chunk_posted", run, actor=actor, after={"issued": len(good), "held": len(against)})
    return good


CHANGED = """
    SELECT DISTINCT i.document_id FROM billing_runitem i JOIN billing_runspend x ON x.item_id = i.id
    WHERE i.document_id = ANY(%s) AND (
        EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = x.spend_id)
        OR EXISTS (SELECT 1 FROM billing_spendbilling b WHERE b.spend_id = x.spend_id)
    )
"""

BILLED = """
    INSERT INTO billing_spendbilling (spend_id, document_line_id, amount, currency)
    SELECT x.spend_id, l.id, x.amount, i.currency
    FROM billing_rundocument d
    JOIN billing_runitem i ON i.document_id = d.id
    JOIN billing_runspend x ON x.item_id = i.id
    JOIN billing_documentline l ON l.document_id = d.document_id AND l.position = i.position
    WHERE d.id = ANY(%s) ORDER BY x.spend_id
"""


def _changed(documents: Sequence[RunDocument]) -> dict[int, list[dict[str, object]]]:
    """Invoices whose spend was corrected, or billed elsewhere, since the proposal."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [[document.pk for document in documents]])
        return {pk: [{"code": "run_spend_changed", "values": {}}] for (pk,) in cursor.fetchall()}


def _issue(documents: Sequence[RunDocument], run: BillingRun, actor: User) -> None:
    """The documents posted, the spend marked as billed, in one transaction."""
    today = local_today(run.entity)
    posted = post_documents([new_document(document, today) for document in documents], actor=actor)
    for document, made in zip(documents, posted, strict=True):
        document.document, document.state = made, RunDocumentState.POSTED
    RunDocument.objects.bulk_update(documents, ["document", "state"])
    ids = [document.pk for document in documents]
    with connection.cursor() as cursor:
        cursor.execute(BILLED, [ids])
    RunItem.objects.filter(document__in=ids, result="bill").update(result="billed")
    RunCharge.objects.filter(document__in=ids).update(is_issued=True)


@verb("billing.finish_run")
def finish_run(pk: int, *, actor: User) -> BillingRun:
    """Every invoice of the run is issued or held. Raises Conflict "wrong_state" while some are left."""
    run = lock_one(BillingRun.objects.select_related("entity"), pk)
    if run.state == RunState.DONE:
        return run
    add_up(run)
    if run.documents_ready:
        raise BusinessError("run_not_all_issued", left=run.documents_ready)
    move(run, RunState.DONE, actor, "billing_run.done")
    return run
