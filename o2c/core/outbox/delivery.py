"""Handing messages on: take one, carry it by its channel, then settle it or try again later.

A worker that dies while it carries a message leaves it waiting; the sweep sends it again, so every carrier must
stand being called twice. Bookkeeping of the machine, not verbs: nobody decides anything here.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from o2c.core.acting import through
from o2c.core.events import LISTENERS
from o2c.core.outbox.models import Channel, Outbox, OutboxState
from o2c.core.outbox.rules import Undeliverable, wait_after

logger = logging.getLogger(__name__)

Carrier = Callable[[Outbox], str]
CARRIERS: dict[str, Carrier] = {}
IN_HAND = timedelta(minutes=5)
SWEEP_LIMIT = 1000


class ListenersFailed(Exception):
    """Some listeners of an event are not done; the others will not be asked again."""


def carry(channel: Channel, carrier: Carrier) -> None:
    """Register (in `AppConfig.ready`) who carries a channel's messages. The carrier returns the provider's id of the message."""
    CARRIERS[channel] = carrier


def deliver(outbox_id: int) -> None:
    """Carry one message that is due; quietly nothing when it is settled, not due yet, or another worker has it."""
    row = _taken(outbox_id)
    if row is None:
        return
    try:
        with through("job", request_id=f"outbox-{row.pk}"):
            provider_id = CARRIERS[row.channel](row)
    except Exception as error:
        logger.exception("outbox %s was not delivered", row.pk)
        _give_up(row, error) if isinstance(error, Undeliverable) else _try_later(row, error)
    else:
        Outbox.objects.filter(pk=row.pk).update(state=OutboxState.SENT, sent_at=timezone.now(), provider_id=provider_id, error="")


def _taken(outbox_id: int) -> Outbox | None:
    now = timezone.now()
    waiting = Outbox.objects.filter(pk=outbox_id, state=OutboxState.WAITING, next_try_at__lte=now)
    mine = waiting.update(next_try_at=now + IN_HAND, tries=F("tries") + 1)
    return Outbox.objects.get(pk=outbox_id) if mine else None


def _try_later(row: Outbox, error: Exception) -> None:
    wait = wait_after(row.tries)
    if wait is None:
        _give_up(row, error)
    else:
        Outbox.objects.filter(pk=row.pk).update(next_try_at=timezone.now() + wait, error=_words(error))


def _give_up(row: Outbox, error: Exception) -> None:
    Outbox.objects.filter(pk=row.pk).update(state=OutboxState.DEAD, error=_words(error))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]


def hand_over(row: Outbox) -> str:
    """Carry an event to each listener that is not done with it yet.

    Raises ListenersFailed when one of them raised; the others have been asked all the same.
    """
    failures = []
    for name, listener in LISTENERS.get(row.topic, {}).items():
        if name in row.handed_to:
            continue
        try:
            listener(row.subject_id or 0, row.payload)
        except Exception as error:
            logger.exception("%s failed on outbox %s", name, row.pk)
            failures.append(f"{name}: {error}")
        else:
            row.handed_to.append(name)
            row.save(update_fields=["handed_to"])
    if failures:
        raise ListenersFailed("; ".join(failures))
    return ""


def due() -> list[int]:
    """The waiting messages whose time has come, oldest first, at most a thousand."""
    waiting = Outbox.objects.filter(state=OutboxState.WAITING, next_try_at__lte=timezone.now())
    return list(waiting.order_by("next_try_at", "pk").values_list("pk", flat=True)[:SWEEP_LIMIT])


def forget_events(before: datetime) -> int:
    """Delete up to a thousand events that were handed to everybody before then; how many went."""
    old = Outbox.objects.filter(channel=Channel.EVENT, state=OutboxState.SENT, sent_at__lt=before).order_by("pk")
    return Outbox.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEEP_LIMIT])).delete()[0]
