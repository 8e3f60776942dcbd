"""Noting that a mail came back."""

from o2c.core import events
from o2c.core.access.models import User
from o2c.core.audit import services as audit
from o2c.core.errors import BusinessError
from o2c.core.mail.rules import Bounce
from o2c.core.outbox.models import Channel, Outbox, OutboxState
from o2c.core.outbox.rules import MOVES
from o2c.core.verbs import transition, verb


@verb("core.mark_bounced")
def mark_bounced(bounce: Bounce, *, actor: User) -> Outbox | None:
    """Mark the mail as bounced and tell everyone who keeps its address; None when that was known already.

    Publishes "mail.bounced" with `address`, `severity` (hard or soft), `status` and `diagnostic`.
    Raises BusinessError "bounce_unknown" when we sent no such mail.
    """
    row = _mail_of(bounce)
    if row is None:
        raise BusinessError("bounce_unknown", field="recipient", recipient=bounce.recipient)
    if row.state == OutboxState.BOUNCED:
        return None
    transition(row, OutboxState.BOUNCED, MOVES)
    row.error = f"{bounce.status} {bounce.diagnostic}".strip()
    row.save(update_fields=["state", "error"])
    found = {"address": row.recipient, "severity": bounce.severity, "status": bounce.status, "diagnostic": bounce.diagnostic}
    audit.record("mail.bounced", row, actor=actor, after=found)
    events.publish("mail.bounced", row, **found)
    return row


def _mail_of(bounce: Bounce) -> Outbox | None:
    """By our Message-ID; a report without one is about the latest mail to that address."""
    sent = Outbox.objects.filter(channel=Channel.MAIL, state__in=[OutboxState.SENT, OutboxState.BOUNCED]).select_for_update(no_key=True)
    if bounce.message_id:
        return sent.filter(provider_id=bounce.message_id).first()
    return sent.filter(recipient__iexact=bounce.recipient).order_by("-sent_at", "-pk").first()
