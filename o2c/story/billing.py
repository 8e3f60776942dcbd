"""Two months billed in the demo: one whose invoices are out, and one proposed with what holds it up."""

from datetime import date

from o2c.billing.controls.services import run_controls
from o2c.billing.invoicing import running
from o2c.billing.invoicing.models import BillingRun
from o2c.billing.invoicing.services import APPROVAL, POSTING, PROPOSING, open_billing_run, submit_run
from o2c.core.access.queries import the_night
from o2c.core.acting import through
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.approvals.services import decide_approval
from o2c.core.dates import add_months, first_of_month
from o2c.core.entities.models import LegalEntity
from o2c.core.jobs.models import Job
from o2c.core.jobs.progress import job
from o2c.core.numbering.services import create_number_series
from o2c.story.cast import Cast

SERIES = {"invoice": "INV", "credit_note": "CN", "debit_note": "DN", "fee_note": "FN", "interest_note": "IN"}
STREAMS = ["", "goods", "services"]


def number_documents(cast: Cast, entities: dict[str, LegalEntity]) -> None:
    """A series of numbers for every kind of document in every stream of every company."""
    for code, entity in entities.items():
        for kind, short in SERIES.items():
            for stream in STREAMS:
                create_number_series(entity.pk, kind, f"{code}{stream[:1].upper()}-{short}", code=stream, actor=cast.admin)


def bill(cast: Cast, entities: dict[str, LegalEntity], today: date) -> None:
    """The month before last is billed; the last one waits for somebody to look at what is held."""
    this_month = first_of_month(today)
    with through("command"):
        run_controls(day=today, actor=the_night())
        _issue(_proposed(entities["DE01"], add_months(this_month, -2), cast), cast)
        for entity in entities.values():
            _proposed(entity, add_months(this_month, -1), cast)


def _proposed(entity: LegalEntity, month: date, cast: Cast) -> BillingRun:
    run = open_billing_run(entity=entity, month=month, actor=cast.by_role["clerk"])
    with job(Job.objects.get(kind=PROPOSING, key=str(run.pk)).pk) as j:
        running.propose(j)
    run.refresh_from_db()
    return run


def _issue(run: BillingRun, cast: Cast) -> None:
    submit_run(run.pk, reason="The month is complete", actor=cast.by_role["clerk"])
    asked = ApprovalRequest.objects.get(kind=APPROVAL, subject_id=run.pk, state="pending")
    decide_approval(asked.pk, approve=True, actor=cast.by_role["approver"])
    with job(Job.objects.get(kind=POSTING, key=str(run.pk)).pk) as j:
        running.post(j)
