"""Celery entry points of the outbox."""

from celery import shared_task

from o2c.core.outbox import delivery


@shared_task(name="core.deliver", acks_late=True)
def deliver(outbox_id: int) -> None:
    delivery.deliver(outbox_id)


@shared_task(name="core.sweep_outbox")
def sweep_outbox() -> None:
    for outbox_id in delivery.due():
        deliver.delay(outbox_id)
