"""When a message that could not be delivered is tried again or given up, and how what leaves by webhook is signed."""

import hashlib
import hmac
from datetime import timedelta

MOVES = {"waiting": {"sent", "dead"}, "sent": {"bounced", "waiting"}, "dead": {"waiting"}}
BACKOFF = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
]


class Undeliverable(Exception):
    """No later try can succeed: the recipient does not exist, the message is refused for good."""


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after that many tries; None when enough is enough."""
    return BACKOFF[tries - 1] if 1 <= tries <= len(BACKOFF) else None


def signature(secret: str, moment: int, body: bytes) -> str:
    """`t=<unix time>,v1=<HMAC-SHA256 of "time.body">`: the receiver compares it and refuses old times."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"
