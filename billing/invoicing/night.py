"""What the night does for billing: proposals follow the facts, so that what was held and is in order goes out with the next approval."""

from o2c.billing.invoicing.models import BillingRun, RunState
from o2c.billing.invoicing.services import APPROVAL, repropose_run
from o2c.core.approvals.models import ApprovalRequest
from o2c.core.jobs.progress import Progress


def repropose(j: Progress) -> None:
    """Make the proposal of the entity's open run anew. One that somebody is asked to approve stays as they were shown it."""
    asked = ApprovalRequest.objects.filter(kind=APPROVAL, state="pending").values("subject_id")
    rows = BillingRun.objects.filter(entity=j.job.entity, state=RunState.PROPOSED).exclude(pk__in=asked)
    for pk in rows.values_list("pk", flat=True):
        with j.chunk():
            repropose_run(pk, actor=j.actor)
