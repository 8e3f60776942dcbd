"""Collecting audit events in a verb, and chaining them as its last statement."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from o2c.core.access.models import User
from o2c.core.acting import Running, door, running
from o2c.core.audit.models import AuditChain, AuditEvent
from o2c.core.audit.pairs import never_both
from o2c.core.audit.rules import link
from o2c.core.plain import plain
from o2c.core.sentences import called

HASHED = [
    "seq", "at", "actor_id", "on_behalf_of_id", "source", "request_id", "verb", "action", "object_type", "object_id", "object_label",
    "parent_type", "parent_id", "before", "after", "reason", "context_id",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One collected event, before it has a place in a chain."""

    entity_id: int | None
    fields: Mapping[str, Any]


def record(
    action: str,
    subject: Model,
    *,
    actor: User,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    parent: Model | None = None,
    **facts: Any,
) -> None:
    """Note one business event of the verb under way; it is chained and written when the verb ends.

    `before` and `after` hold changed fields only; `facts` join `after`. The entity comes from `subject.entity_id`
    (or the subject itself), the parent (whose timeline shows it too) from `subject.customer_id` unless given.
    Raises RuntimeError outside a verb; BusinessError "did_other_half" for a step this person's earlier one excludes.
    """
    now = running()
    if now is None:
        raise RuntimeError(f"{action} recorded outside a verb")
    never_both(now.actor, subject, action)
    parent_type, parent_id = _parent(subject, parent)
    now.events.append(
        Entry(
            entity_id=_entity(subject),
            fields={
                "actor_id": now.actor.pk,
                "on_behalf_of_id": now.on_behalf_of.pk if now.on_behalf_of else None,
                "verb": now.verb,
                "action": action,
                "object_type": subject._meta.label_lower,
                "object_id": subject.pk,
                "object_label": called(subject)[:200],
                "parent_type": parent_type,
                "parent_id": parent_id,
                "before": plain(before or {}),
                "after": plain({**_in_words(subject), **(after or {}), **facts}),
                "reason": reason,
            },
        )
    )


def _in_words(subject: Model) -> dict[str, Any]:
    """Of a record whose words are a sentence its code and values, so that each reader of the trail sees their language."""
    words = getattr(subject, "in_words", None)
    return {"object": words} if words else {}


def _parent(subject: Model, parent: Model | None) -> tuple[str, int | None]:
    if parent is not None:
        return parent._meta.label_lower, parent.pk
    customer = getattr(subject, "customer_id", None)
    return ("accounts.customer", customer) if customer else ("", None)


def _entity(subject: Model) -> int | None:
    if subject._meta.label == "core.LegalEntity":
        return int(subject.pk)
    entity: int | None = getattr(subject, "entity_id", None)
    return entity


def write(now: Running) -> None:
    """Chain the collected events: heads locked in order of entity, so writers wait for a commit, not for a verb."""
    at, way = timezone.now(), door()
    for entity_id, entries in _by_entity(now.events):
        chain = locked_head(entity_id, at.astimezone(UTC).date())
        rows = []
        for entry in entries:
            row = AuditEvent(
                chain=chain, seq=chain.last_seq + 1, at=at, source=way.source, request_id=way.request_id, context_id=now.context_id,
                prev_hash=chain.last_hash, **entry.fields,
            )  # fmt: skip
            row.hash = link(chain.last_hash, {name: getattr(row, name) for name in HASHED})
            chain.last_seq, chain.last_hash = row.seq, row.hash
            rows.append(row)
        AuditEvent.objects.bulk_create(rows)
        chain.save(update_fields=["last_seq", "last_hash"])


def _by_entity(events: Iterable[Entry]) -> list[tuple[int | None, list[Entry]]]:
    groups: dict[int | None, list[Entry]] = {}
    for event in events:
        groups.setdefault(event.entity_id, []).append(event)
    return sorted(groups.items(), key=lambda group: group[0] or 0)


def locked_head(entity_id: int | None, day: date) -> AuditChain:
    AuditChain.objects.bulk_create([AuditChain(entity_id=entity_id, day=day)], ignore_conflicts=True)
    return AuditChain.objects.select_for_update(no_key=True).get(entity_id=entity_id, day=day)
