"""What happened, as a sentence: the room's own (`messages.py`, under the name of the action), else one made of its words."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from o2c.core.audit.models import AuditEvent
from o2c.core.fields import MoneyField
from o2c.core.sentences import catalogue
from o2c.core.spoken import amount, spoken

UNKNOWN = "–"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def said(event: AuditEvent) -> str:
    """One line for a reader: "Recorded a promise of 120.00 EUR"."""
    if event.action in catalogue():
        facts = {name: _value(value, field_of(event.object_type, name), event) for name, value in event.after.items()}
        return str(catalogue()[event.action]) % _Values({**facts, "object": event.object_label})
    return event.action.replace(".", " ").replace("_", " ").capitalize()


class _Values(dict[str, Any]):
    """A fact the event does not hold is a dash, not a crash: old events stay as they were written."""

    def __missing__(self, name: str) -> str:
        return UNKNOWN


def who(event: AuditEvent) -> str:
    """ "A", or "A for B" when A acted in cover of B."""
    if event.on_behalf_of is None:
        return str(event.actor)
    return _("%(actor)s for %(absent)s") % {"actor": event.actor, "absent": event.on_behalf_of}


def changes(event: AuditEvent) -> list[tuple[str, str, str]]:
    """(field in words, before, after) for everything the event holds."""
    names = [*event.before, *(name for name in event.after if name not in event.before)]
    return [_change(event, name, field_of(event.object_type, name)) for name in names]


def _change(event: AuditEvent, name: str, field: Any) -> tuple[str, str, str]:
    before, after = (_value(values.get(name), field, event) for values in (event.before, event.after))
    return label_of(event.object_type, name), before, after


def label_of(object_type: str, field: str) -> str:
    """The name of a field as forms show it; of a fact that is no field, its own words."""
    words = getattr(field_of(object_type, field), "verbose_name", field.replace("_", " "))
    return str(words)[:1].upper() + str(words)[1:]


def field_of(object_type: str, name: str) -> Any:
    """The field of that name; None for a fact that is no field."""
    try:
        return apps.get_model(object_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def kind_of(object_type: str) -> str:
    """What sort of thing it is: "customer", "open item"."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def _value(value: Any, field: Any = None, event: AuditEvent | None = None) -> str:
    """A stored value as a person reads it: the label of a choice, an amount in its currency, a day, yes or no."""
    match value:
        case None | "":
            return UNKNOWN
        case bool():
            return _("yes") if value else _("no")
        case dict():
            return ", ".join(f"{name}: {_value(part)}" for name, part in value.items())
        case str() if choices := dict(getattr(field, "flatchoices", [])):
            return str(choices.get(value, value))
        case str() | int() if isinstance(field, MoneyField):
            return amount(Decimal(value), _currency_of(event))
        case str():
            return spoken(_moment_or_day(value))
    return spoken(value)


def _currency_of(event: AuditEvent | None) -> str:
    facts = {**event.before, **event.after} if event else {}
    return str(facts.get("currency") or "")


def _moment_or_day(text: str) -> Any:
    """Days and moments are stored in ISO 8601; any other text is left as it is."""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
        return datetime.fromisoformat(text) if MOMENT.match(text) else text
    except ValueError:
        return text
