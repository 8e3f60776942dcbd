"""Putting messages into the outbox, and trying again what was given up."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from o2c.core.audit import services as audit
from o2c.core.errors import BusinessError, Conflict
from o2c.core.fetch import check_address
from o2c.core.outbox.models import Channel, Enclosure, Outbox, OutboxState, Webhook
from o2c.core.outbox.rules import MOVES
from o2c.core.plain import plain
from o2c.core.verbs import lock_one, transition, verb

if TYPE_CHECKING:
    from o2c.core.access.models import User
    from o2c.core.files.models import StoredFile


def send_mail(
    template: str,
    recipient: str,
    *,
    language: str,
    about: Model | None = None,
    enclosures: Mapping[str, StoredFile] | None = None,
    dedupe_key: str = "",
    **values: Any,
) -> Outbox:
    """A step: queue one mail of this template, sent by a worker once the verb has committed.

    `values` fill the template; `enclosures` are stored files by the name they travel under; a second mail with the
    same `dedupe_key` is refused by the database (outbox_once).
    """
    row = Outbox.objects.create(
        channel=Channel.MAIL,
        topic=template,
        recipient=recipient,
        language=language,
        subject_type=about._meta.label_lower if about else "",
        subject_id=about.pk if about else None,
        payload=plain(values),
        dedupe_key=dedupe_key,
    )
    Enclosure.objects.bulk_create(Enclosure(message=row, file=file, name=name) for name, file in (enclosures or {}).items())
    _deliver_after_commit(row)
    return row


@verb("core.create_webhook")
def create_webhook(*, name: str, url: str, topics: Sequence[str], actor: User) -> Webhook:
    """Let another system hear of these events from now on; its secret signs what it gets.

    Raises BusinessError "address_not_https", "address_not_public", "webhook_name_taken".
    """
    check_address(url)
    if Webhook.objects.filter(name=name).exists():
        raise BusinessError("webhook_name_taken", field="name", name=name)
    hook = Webhook.objects.create(name=name, url=url, topics=sorted(set(topics)), secret=secrets.token_hex(32))
    audit.record("webhook.created", hook, actor=actor, after={"name": name, "url": url, "topics": hook.topics})
    return hook


@verb("core.retire_webhook")
def retire_webhook(webhook_id: int, *, actor: User) -> Webhook:
    """Tell that system nothing any more; what is on its way still arrives."""
    hook = lock_one(Webhook.objects.filter(is_active=True), webhook_id)
    hook.is_active = False
    hook.save(update_fields=["is_active"])
    audit.record("webhook.retired", hook, actor=actor, before={"is_active": True}, after={"is_active": False})
    return hook


@verb("core.redeliver")
def redeliver(outbox_id: int, *, actor: User) -> Outbox:
    """Try a message again that was given up, from its first try; what a webhook received is sent again under the same id.

    Raises Conflict "wrong_state" for what still waits, and for mails that were sent.
    """
    row = lock_one(Outbox.objects, outbox_id)
    if row.state == OutboxState.SENT and row.channel != Channel.WEBHOOK:
        raise Conflict("wrong_state", field="state", state=row.get_state_display(), wanted=OutboxState.WAITING.label)
    before: Mapping[str, Any] = {"state": row.state, "error": row.error}
    transition(row, OutboxState.WAITING, MOVES)
    row.tries, row.next_try_at, row.error = 0, timezone.now(), ""
    row.save(update_fields=["state", "tries", "next_try_at", "error"])
    audit.record("outbox.redelivered", row, actor=actor, before=before, after={"state": row.state})
    _deliver_after_commit(row)
    return row


def _deliver_after_commit(row: Outbox) -> None:
    from o2c.core.outbox.tasks import deliver

    transaction.on_commit(lambda: deliver.delay(row.pk), robust=True)
