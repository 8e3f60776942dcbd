"""Doing by hand what a worker does: tests call it where they want it to happen."""

from o2c.core.outbox import delivery


def drain_outbox() -> int:
    """Deliver every waiting message whose time has come, also those that delivering causes; how many there were."""
    count = 0
    while due := delivery.due():
        for outbox_id in due:
            delivery.deliver(outbox_id)
        count += len(due)
    return count
