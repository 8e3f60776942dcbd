"""Carrying events to other systems over HTTP, signed."""

import json
from typing import Any

from django.utils import timezone

from o2c.core.fetch import post
from o2c.core.outbox.models import Outbox, Webhook
from o2c.core.outbox.rules import Undeliverable, signature

GONE = 410


class Refused(Exception):
    """The other system answered, but not with success; it is asked again."""


def call(row: Outbox) -> str:
    """Post one event to its webhook. The id in the body stays the same on every try: the receiver drops repeats by it.

    Raises Refused on any answer but success, Undeliverable when the other side says the address is gone for good.
    """
    hook = row.webhook
    if hook is None:
        raise Undeliverable("no webhook")
    body = json.dumps(_told(row), separators=(",", ":"), ensure_ascii=False).encode()
    status = post(row.recipient, body, _headers(hook, body))
    if status == GONE:
        raise Undeliverable(f"{status}")
    if not 200 <= status < 300:
        raise Refused(f"{status}")
    return str(status)


def _told(row: Outbox) -> dict[str, Any]:
    return {"id": str(row.public_id), "event": row.topic, "at": row.created_at.isoformat(), "about": row.subject_type, "data": row.payload}


def _headers(hook: Webhook, body: bytes) -> dict[str, str]:
    moment = int(timezone.now().timestamp())
    return {"Content-Type": "application/json", "User-Agent": "o2c", "X-O2C-Signature": signature(hook.secret, moment, body)}
