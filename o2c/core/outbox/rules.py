"""When a message that could not be delivered is tried again, and when it is given up."""

from datetime import timedelta

MOVES = {"waiting": {"sent", "dead"}, "sent": {"bounced"}, "dead": {"waiting"}}
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
