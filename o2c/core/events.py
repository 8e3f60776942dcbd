"""Events: what a verb tells the floors above. Written in its transaction, handed on at least once by a worker."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from o2c.core.outbox.models import Channel, Outbox, Webhook
from o2c.core.plain import plain

Listener = Callable[[int, dict[str, Any]], None]
LISTENERS: dict[str, dict[str, Listener]] = {}


def listen(topic: str, name: str, listener: Listener) -> None:
    """Call `listener(object_id, data)` for each event of the topic. It must be idempotent; `name` tells listeners apart."""
    LISTENERS.setdefault(topic, {})[name] = listener


def publish(topic: str, subject: Model, **data: Any) -> None:
    """Tell everyone who listens, inside the house and by webhook, once this transaction has committed."""
    about = {"topic": topic, "subject_type": subject._meta.label_lower, "subject_id": subject.pk, "payload": plain(data)}
    rows = [Outbox(channel=Channel.EVENT, **about)] if topic in LISTENERS else []
    rows += [Outbox(channel=Channel.WEBHOOK, recipient=hook.url, webhook=hook, **about) for hook in hooks(topic)]
    for row in Outbox.objects.bulk_create(rows):
        _deliver_after_commit(row.pk)


def hooks(topic: str) -> QuerySet[Webhook]:
    return Webhook.objects.filter(is_active=True, topics__contains=[topic]).order_by("pk")


def _deliver_after_commit(outbox_id: int) -> None:
    transaction.on_commit(lambda: _deliver(outbox_id), robust=True)


def _deliver(outbox_id: int) -> None:
    from o2c.core.outbox.tasks import deliver

    deliver.delay(outbox_id)
