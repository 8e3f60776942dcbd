"""Anchoring a day: all its chain heads and the anchor before under one hash, which also leaves the database by mail and log."""

import logging
from collections.abc import Iterator
from datetime import date

from django.conf import settings

from o2c.core.access.models import User
from o2c.core.audit.models import AuditAnchor, AuditChain
from o2c.core.audit.queries import days_without_anchor, heads_of, last_closed_day
from o2c.core.audit.rules import GENESIS
from o2c.core.audit.services import record
from o2c.core.audit.verification import anchor_hash
from o2c.core.errors import BusinessError, Conflict
from o2c.core.outbox.services import send_mail
from o2c.core.verbs import verb

log = logging.getLogger("o2c.audit.anchor")


@verb("core.anchor_day")
def anchor_day(day: date, *, actor: User) -> AuditAnchor:
    """Anchor one UTC day that is over; the anchor it already has, when it has one.

    Raises BusinessError "anchor_too_early", Conflict "anchor_out_of_order".
    """
    if day > last_closed_day():
        raise BusinessError("anchor_too_early", day=day)
    list(AuditChain.objects.select_for_update(no_key=True).filter(day=day).order_by("pk"))
    if known := AuditAnchor.objects.filter(day=day).first():
        return known
    latest = AuditAnchor.objects.order_by("-day").first()
    if latest and latest.day > day:
        raise Conflict("anchor_out_of_order")
    previous, heads = latest.hash if latest else GENESIS, heads_of(day)
    anchor = AuditAnchor.objects.create(day=day, heads=heads, prev_hash=previous, hash=anchor_hash(previous, day, heads))
    _send_away(anchor)
    record("day.anchored", anchor, actor=actor, day=day, hash=anchor.hash, chains=len(heads))
    return anchor


def _send_away(anchor: AuditAnchor) -> None:
    """By mail and by log: whoever rewrites the database cannot rewrite these."""
    chains = "\n".join(f"{head['entity'] or 'house'}  {head['seq']}  {head['hash']}" for head in anchor.heads)
    send_mail(
        "audit_anchor",
        settings.ANCHOR_RECIPIENT,
        language="en",
        about=anchor,
        dedupe_key=f"anchor:{anchor.day}",
        day=anchor.day.isoformat(),
        hash=anchor.hash,
        prev_hash=anchor.prev_hash,
        chains=chains,
    )
    facts = {"day": anchor.day.isoformat(), "hash": anchor.hash, "prev_hash": anchor.prev_hash, "heads": anchor.heads}
    log.warning("audit anchor %s %s", anchor.day, anchor.hash, extra={"facts": facts})


def anchors_due() -> list[date]:
    """The days the night must anchor now."""
    return days_without_anchor(last_closed_day())


def anchor_past_days(actor: User) -> Iterator[AuditAnchor]:
    """A run: every closed day that has no anchor yet, in order, one verb each."""
    for day in anchors_due():
        yield anchor_day(day, actor=actor)
