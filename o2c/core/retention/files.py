"""Stored files as a source: their bytes go, their name, size and hash stay."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import ForeignObjectRel
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.core.files.models import Attachment, StoredFile
from o2c.core.files.services import drop_bytes
from o2c.core.retention.models import RecordKind
from o2c.core.retention.registry import NAMED, Source, Thing, Use, UsesOf
from o2c.core.retention.rules import Reason

UNKNOWN = Reason("", "", None)


def reach(after: int, before: date, most: int) -> list[int]:
    rows = StoredFile.objects.filter(pk__gt=after, removed_at=None, created_at__date__lt=before)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def things(ids: Collection[int]) -> list[Thing]:
    """The files with every use of them, whichever table names them."""
    uses: dict[int, list[Use]] = defaultdict(list)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            for use in _uses(relation, ids):
                uses[use.object_id].append(use)
    rows = StoredFile.objects.filter(pk__in=ids, removed_at=None).order_by("pk")
    return [Thing(row.pk, _name(uses[row.pk], str(row)), tuple(uses[row.pk]), row.size, row.sha256) for row in rows]


def _uses(relation: ForeignObjectRel, ids: Collection[int]) -> Iterator[Use]:
    model: Any = relation.related_model
    column = relation.field.attname
    answers = NAMED.get((model._meta.label_lower, relation.field.name))
    if answers:
        yield from answers(ids)
        return
    tracked = getattr(model, "pgh_tracked_model", None)
    copied = tracked is not None and (tracked._meta.label_lower, relation.field.name) in NAMED
    for pk in model._base_manager.filter(**{f"{column}__in": ids}).values_list(column, flat=True).distinct():
        yield Use(pk, None if copied else UNKNOWN)


def _name(uses: list[Use], otherwise: str) -> str:
    return next((use.name for use in uses if use.name), otherwise)[:200]


def remove(ids: Collection[int]) -> None:
    StoredFile.objects.filter(pk__in=ids).update(removed_at=timezone.now())


def afterwards(ids: Collection[int]) -> None:
    drop_bytes(ids)


def of_column(model: type[Any], column: str, kind: str, *, event: str, entity: str, customer: str = "", name: str = "") -> UsesOf:
    """Uses read from one table: lookups to the day its period begins, the entity whose law holds, the customer, and the file's name."""

    def uses_of(ids: Collection[int]) -> Iterator[Use]:
        wanted = [f"{column}_id", event, entity, f"{entity}__country", f"{entity}__retention_years", customer or "pk", name or "pk"]
        for file, begun, whose, country, years, buyer, called in (
            model._base_manager.filter(**{f"{column}_id__in": ids}).values_list(*wanted).iterator()
        ):
            begun = getattr(begun, "date", lambda same=begun: same)() if begun is not None else None
            reason = Reason(kind, country or "", begun, years or 0)
            yield Use(file, reason, str(called) if name else "", buyer if customer else None, whose)

    return uses_of


def copies(model: type[Any], column: str) -> UsesOf:
    """Uses that are mere copies of what other tables name, such as enclosures of mails: they hold nothing by themselves."""

    def uses_of(ids: Collection[int]) -> Iterator[Use]:
        for pk in model._base_manager.filter(**{f"{column}_id__in": ids}).values_list(f"{column}_id", flat=True).distinct():
            yield Use(pk, None)

    return uses_of


def attached(ids: Collection[int]) -> Iterator[Use]:
    """Attachments are correspondence of the entities their object belongs to, and nobody's (so kept) where it names none."""
    by_type: dict[str, list[Attachment]] = defaultdict(list)
    for row in Attachment.objects.filter(file_id__in=ids):
        by_type[row.object_type].append(row)
    for object_type, rows in by_type.items():
        owners = _owners(object_type, {row.object_id for row in rows})
        for row in rows:
            for entity, country, years, customer in owners.get(row.object_id, [(None, "", 0, None)]):
                reason = Reason(RecordKind.CORRESPONDENCE, country, row.created_at.date(), years)
                yield Use(row.file_id, reason, row.name, customer, entity)


def _owners(object_type: str, ids: Collection[int]) -> dict[int, list[tuple[int, str, int, int | None]]]:
    """Object -> its entities with their country and years, and its customer."""
    model: Any = apps.get_model(object_type)
    entity = getattr(model, "SCOPE", {}).get("entity")
    if entity is None:
        return {}
    entity = "pk" if entity == "pk" else entity
    customer = _customer(model)
    prefix = "" if entity == "pk" else f"{entity}__"
    wanted = ["pk", entity, f"{prefix}country", f"{prefix}retention_years", customer or "pk"]
    found: dict[int, list[tuple[int, str, int, int | None]]] = defaultdict(list)
    for pk, whose, country, years, buyer in model._base_manager.filter(pk__in=ids).values_list(*wanted):
        if whose is not None:
            found[pk].append((whose, country or "", years or 0, buyer if customer else None))
    return found


def _customer(model: Any) -> str:
    if model._meta.label_lower == "accounts.customer":
        return "pk"
    return "customer_id" if any(field.name == "customer" for field in model._meta.concrete_fields) else ""


def made() -> Source:
    return Source("core.storedfile", _("file"), reach, things, remove, afterwards)
