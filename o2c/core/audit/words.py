"""What happened, as a sentence: the room's own (`messages.py`, under the name of the action), else one made of its words."""

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from o2c.core.audit.models import AuditEvent
from o2c.core.sentences import catalogue
from o2c.core.spoken import spoken

UNKNOWN = "–"


def said(event: AuditEvent) -> str:
    """One line for a reader: "Recorded a promise of 120.00 EUR"."""
    if event.action in catalogue():
        facts = {**event.after, "object": event.object_label}
        return str(catalogue()[event.action]) % _Values({name: spoken(value) for name, value in facts.items()})
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
    return [(label_of(event.object_type, name), _value(event.before.get(name)), _value(event.after.get(name))) for name in names]


def label_of(object_type: str, field: str) -> str:
    """The name of a field as forms show it; of a fact that is no field, its own words."""
    try:
        words = apps.get_model(object_type)._meta.get_field(field).verbose_name
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        words = field.replace("_", " ")
    return str(words)[:1].upper() + str(words)[1:]


def kind_of(object_type: str) -> str:
    """What sort of thing it is: "customer", "open item"."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def _value(value: Any) -> str:
    if value is None or value == "":
        return UNKNOWN
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_value(part)}" for name, part in value.items())
    return spoken(value)
