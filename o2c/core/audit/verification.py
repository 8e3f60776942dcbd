"""Recomputing the trail from its first event: every link, every head, every anchor. Streams; holds one row at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from o2c.core.audit.models import AuditAnchor, AuditChain, AuditEvent
from o2c.core.audit.queries import chains, days_without_anchor, heads_of, last_closed_day
from o2c.core.audit.rules import GENESIS, Break, first_break, link
from o2c.core.audit.services import HASHED


@dataclass(frozen=True, slots=True)
class Bad:
    """The first row of a chain (or an anchor) that does not hold: which, and the code of what is wrong."""

    day: date
    chain: str
    code: str
    seq: int | None = None
    event_id: int | None = None
    label: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def bad_rows(day: date | None = None) -> Iterator[Bad]:
    """The first bad row of each chain, then the anchors that do not hold; of one day or of all."""
    for chain in chains(day):
        if found := first_break(_links(chain), chain.last_seq, chain.last_hash):
            yield _named(chain, found)
    yield from _bad_anchors(day)


def _links(chain: AuditChain) -> Iterator[tuple[int, str, str, Mapping[str, Any]]]:
    rows = AuditEvent.objects.filter(chain=chain).order_by("seq").values(*HASHED, "prev_hash", "hash")
    for row in rows.iterator(chunk_size=2000):
        prev_hash, stored = row.pop("prev_hash"), row.pop("hash")
        yield row["seq"], prev_hash, stored, row


def _named(chain: AuditChain, found: Break) -> Bad:
    event = AuditEvent.objects.filter(chain=chain, seq=found.seq).values("pk", "action", "object_label").first()
    return Bad(
        day=chain.day,
        chain=chain.name,
        code=found.code,
        seq=found.seq,
        event_id=event["pk"] if event else None,
        label=f"{event['action']} {event['object_label']}" if event else "",
        values={"seq": found.seq},
    )


def _bad_anchors(day: date | None) -> Iterator[Bad]:
    previous = GENESIS
    for anchor in AuditAnchor.objects.order_by("day").iterator():
        if day is None or anchor.day == day:
            if anchor.prev_hash != previous or anchor_hash(previous, anchor.day, anchor.heads) != anchor.hash:
                yield Bad(anchor.day, "anchors", "anchor_changed")
            elif anchor.heads != heads_of(anchor.day):
                yield Bad(anchor.day, "anchors", "anchor_differs")
        previous = anchor.hash
    for missing in days_without_anchor(last_closed_day()):
        if day is None or missing == day:
            yield Bad(missing, "anchors", "anchor_missing")


def anchor_hash(previous: str, day: date, heads: list[dict[str, Any]]) -> str:
    return link(previous, {"day": day, "heads": heads})
