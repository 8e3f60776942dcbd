"""What happened, as a sentence: the room's own (`messages.py`, under the name of the action), else one made of its words."""

import re
from collections.abc import Collection
from contextlib import suppress
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from o2c.core import countries
from o2c.core.audit.models import AuditEvent
from o2c.core.fields import MoneyField
from o2c.core.sentences import UNKNOWN, Kept, catalogue, kept_sentence, words_of
from o2c.core.spoken import amount, from_iso, paired, spoken

NAMED = re.compile(r"%\((\w+)\)")


def said(event: AuditEvent) -> str:
    """One line for a reader: "Recorded a promise of 120.00 EUR"."""
    if event.action in catalogue():
        facts = {name: _fact(name, value, field_of(event.object_type, name), event) for name, value in event.after.items()}
        return str(catalogue()[event.action]) % Kept({"object": event.object_label, **facts})
    return event.action.replace(".", " ").replace("_", " ").capitalize()


def object_of(event: AuditEvent) -> str:
    """The record in words, of a record that has some; else what it was called."""
    words = event.after.get("object")
    return as_read(words) if isinstance(words, dict) else event.object_label


def who(event: AuditEvent) -> str:
    """ "A", or "A for B" when A acted in cover of B."""
    if event.on_behalf_of is None:
        return str(event.actor)
    return _("%(actor)s for %(absent)s") % {"actor": event.actor, "absent": event.on_behalf_of}


def told(event: AuditEvent) -> set[str]:
    """The facts that the sentence of the event names already."""
    return set(NAMED.findall(str(catalogue().get(event.action, ""))))


def changes(event: AuditEvent, *, but: Collection[str] = ()) -> list[tuple[str, str, str]]:
    """(field in words, before, after) for everything the event holds, but for the words of the object itself and what is left out."""
    names = [name for name in {**event.before, **event.after} if name not in but and name != "object"]
    return [_change(event, name, field_of(event.object_type, name)) for name in names]


def _change(event: AuditEvent, name: str, field: Any) -> tuple[str, str, str]:
    before, after = (_fact(name, values.get(name), field, event) for values in (event.before, event.after))
    return label_of(event.object_type, name), before, after


def label_of(object_type: str, field: str) -> str:
    """The name of a field as forms show it; of a fact that is no field, the words of `fact.<name>`, else its own."""
    own = field.replace("_", " ")
    words = str(getattr(field_of(object_type, field), "verbose_name", own))
    if words == own:  # a field without words of its own is called like itself
        words = str(catalogue().get(f"fact.{field}", "")) or _(own)
    return words[:1].upper() + words[1:]


def field_of(object_type: str, name: str) -> Any:
    """The field of that name, of the model or of the one it changes (`TELLS_OF`); None for a fact that is no field."""
    try:
        model = apps.get_model(object_type)
    except (LookupError, ValueError):
        return None
    for each in filter(None, (model, getattr(model, "TELLS_OF", None))):
        with suppress(FieldDoesNotExist):
            return apps.get_model(each)._meta.get_field(name) if isinstance(each, str) else each._meta.get_field(name)
    return None


def kind_of(object_type: str) -> str:
    """What sort of thing it is: "customer", "open item"."""
    try:
        words = apps.get_model(object_type)._meta.verbose_name
        return str(words) if isinstance(words, Promise) else _(words)
    except (LookupError, ValueError):
        return object_type


def _fact(name: str, value: Any, field: Any, event: AuditEvent) -> str:
    return fact_as_read(name, value, field, _currency_of(event))


def fact_as_read(name: str, value: Any, field: Any, currency: str = "") -> str:
    """A stored fact by its name; a value that is a code somewhere in the house is said in its words."""
    if isinstance(value, list):
        return ", ".join(fact_as_read(name, part, getattr(field, "base_field", None), currency) for part in value) or UNKNOWN
    if isinstance(value, dict) and "code" not in value:
        return ", ".join(paired(label_of("", part), fact_as_read(part, held, None, currency)) for part, held in value.items())
    if isinstance(value, str) and not getattr(field, "flatchoices", None):
        return words_of(f"{name}:{value}", f"{name}_{value}", f"role:{value}", value) or as_read(value, field, currency)
    return as_read(value, field, currency)


def as_read(value: Any, field: Any = None, currency: str = "") -> str:
    """A stored value as a person reads it: the label of a choice, an amount in its currency, a day, yes or no."""
    match value:
        case None | "":
            return UNKNOWN
        case bool():
            return _("yes") if value else _("no")
        case {"code": str(code), "values": dict(values)}:
            return kept_sentence(code, values)
        case str() | int() if choices := dict(getattr(field, "flatchoices", [])):
            return str(choices.get(value, value))
        case str() | int() | Decimal() if isinstance(field, MoneyField):
            return amount(Decimal(value), currency)
        case str() if getattr(field, "name", "") == "country":
            return countries.name(value)
        case str():
            return spoken(from_iso(value))
    return spoken(value)


def _currency_of(event: AuditEvent) -> str:
    return str({**event.before, **event.after}.get("currency") or "")
