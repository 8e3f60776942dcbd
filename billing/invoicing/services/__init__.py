"""Verbs of a billing run."""

from o2c.billing.invoicing.services.deciding import (
    APPROVAL,
    approve_run,
    cancel_run,
    continue_run,
    discard_run,
    issued,
    submit_run,
)
from o2c.billing.invoicing.services.moving import POSTING, PROPOSING
from o2c.billing.invoicing.services.posting import finish_run, post_run_documents
from o2c.billing.invoicing.services.proposing import check_run, compute_run, open_billing_run, propose_run, repropose_run

__all__ = [
    "APPROVAL",
    "POSTING",
    "PROPOSING",
    "approve_run",
    "cancel_run",
    "check_run",
    "compute_run",
    "continue_run",
    "discard_run",
    "finish_run",
    "issued",
    "open_billing_run",
    "post_run_documents",
    "propose_run",
    "repropose_run",
    "submit_run",
]
