"""A queue for every role that works on things; what a team changed about its own stays."""

from o2c.core.access.roles import ROLE_NAMES
from o2c.core.work.models import WorkQueue

NO_QUEUE = {"admin", "auditor", "system"}


def sync_queues() -> None:
    """Write the queues that are missing; safe to run at any time."""
    known = set(WorkQueue.objects.values_list("code", flat=True))
    WorkQueue.objects.bulk_create([WorkQueue(code=role, role=role) for role in ROLE_NAMES if role not in NO_QUEUE | known])
