"""Any versioned record as it was on a day, and the versions it went through. Read from the row versions the database keeps.

A model names the fields of which only the end is shown: `MASKED = {"iban"}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.http import Http404
from django.utils import timezone

from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.audit.models import AuditEvent
from o2c.core.audit.restricted import hidden_from
from o2c.core.audit.words import fact_as_read, label_of, said, who
from o2c.core.sentences import UNKNOWN

PERMISSION = "core.view_history"
UNSAID = {"id", "public_id", "version", "created_at", "created_by"}
MOST = 500


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record: when, by whom, in which action, and what differs from the one before."""

    number: int
    at: datetime
    kind: str
    who: str
    action: str
    event_id: int | None
    facts: dict[str, str]
    changed: list[tuple[str, str, str]]


def versioned_models() -> Iterator[type[Model]]:
    """Every model whose rows keep their versions."""
    return (model for model in apps.get_models() if "pgh_event_models" in vars(model))


def record_of(actor: User, label: str, public_id: UUID) -> Model:
    """The record, within the actor's reach. Raises Http404 for a kind without versions, a restricted one, or one out of reach."""
    model = next((model for model in versioned_models() if model._meta.label_lower == label), None)
    if model is None or label in hidden_from(actor):
        raise Http404(f"no versions of {label}")
    found = scope(model._base_manager, actor, PERMISSION).filter(public_id=public_id).first()
    if found is None:
        raise Http404(f"no {label} {public_id} within reach")
    return found


def reaches(actor: User, record: Model) -> bool:
    """Whether the actor may open the versions of this record."""
    if not hasattr(record, "pgh_event_models") or not actor.may(PERMISSION) or record._meta.label_lower in hidden_from(actor):
        return False
    return scope(type(record)._base_manager, actor, PERMISSION).filter(pk=record.pk).exists()


def versions_of(record: Model) -> list[Version]:
    """All versions, newest first; at most the last five hundred."""
    rows = list(_rows(record).order_by("-pgh_created_at", "-pgh_id")[:MOST])[::-1]
    events = _events_of([row.pgh_context_id for row in rows])
    names = _Names()
    made: list[Version] = []
    for number, row in enumerate(rows, start=1):
        facts = {label: names.of(field, row) for label, field in _fields(type(record))}
        before = made[-1].facts if made else {}
        changed = [(label, before.get(label, UNKNOWN), value) for label, value in facts.items() if before.get(label, UNKNOWN) != value]
        event = events.get(row.pgh_context_id)
        made.append(
            Version(
                number, row.pgh_created_at, row.pgh_label, who(event) if event else "", said(event) if event else "",
                event.pk if event else None, facts, changed,
            )
        )  # fmt: skip
    return made[::-1]


def as_of(versions: list[Version], day: date) -> Version | None:
    """The version that stood at the end of the day in the reader's zone; None before the first and after the last."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    standing = next((version for version in versions if version.at < end), None)
    return None if standing is None or standing.kind == "delete" else standing


def _rows(record: Model) -> Any:
    return next(iter(type(record).pgh_event_models.values())).objects.filter(pgh_obj_id=record.pk)  # type: ignore[attr-defined]


def _events_of(contexts: list[UUID | None]) -> dict[UUID | None, AuditEvent]:
    known = AuditEvent.objects.filter(context_id__in=[each for each in contexts if each]).select_related("actor", "on_behalf_of")
    return {event.context_id: event for event in known.order_by("-pk")}


def _fields(model: type[Model]) -> list[tuple[str, Field[Any, Any]]]:
    return [(label_of(model._meta.label_lower, field.name), field) for field in model._meta.concrete_fields if field.name not in UNSAID]


class _Names:
    """Values in words; each row pointed to is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, Any], str] = {}

    def of(self, field: Field[Any, Any], row: Any) -> str:
        value = getattr(row, field.attname)
        if value is None or value == "":
            return UNKNOWN
        if field.name in getattr(field.model, "MASKED", ()):
            return f"•••• {value[-4:]}"
        if isinstance(field, ForeignKey):
            return self._name(field.related_model, value)
        return fact_as_read(field.name, value, field, str(getattr(row, "currency", "") or ""))

    def _name(self, model: type[Model], pk: Any) -> str:
        key = (model._meta.label_lower, pk)
        if key not in self._known:
            self._known[key] = str(model._base_manager.filter(pk=pk).first() or pk)
        return self._known[key]
