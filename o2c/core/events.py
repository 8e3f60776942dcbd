"""Events: what a verb tells the floors above. Written in its transaction, handed on at least once by a worker."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Model

from o2c.core.outbox.models import Channel, Outbox
from o2c.core.plain import plain

Listener = Callable[[int, dict[str, Any]], None]
LISTENERS: dict[str, dict[str, Listener]] = {}


def listen(topic: str, name: str, listener: Listener) -> None:
    """Call `listener(object_id, data)` for each event of the topic. It must be idempotent; `name` tells listeners apart."""
    LISTENERS.setdefault(topic, {})[name] = listener


def publish(topic: str, subject: Model, **data: Any) -> None:
    """Tell everyone who listens, once this transaction has committed."""
    if topic not in LISTENERS:
        return
    row = Outbox.objects.create(
        channel=Channel.EVENT, topic=topic, subject_type=subject._meta.label_lower, subject_id=subject.pk, payload=plain(data)
    )
    transaction.on_commit(lambda: _deliver(row.pk), robust=True)


def _deliver(outbox_id: int) -> None:
    from o2c.core.outbox.tasks import deliver

    deliver.delay(outbox_id)
