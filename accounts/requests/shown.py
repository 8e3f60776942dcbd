"""A request as people read it: what was asked field by field, and what the records said before and after."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from o2c.accounts.requests.kinds.registry import KINDS
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User
from o2c.core.audit.words import kind_of, label_of
from o2c.core.spoken import spoken

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Change:
    """One record that was changed: its kind and name, and each field in words before and after."""

    record: str
    fields: list[tuple[str, str, str]]


def asked(request: ChangeRequest, actor: User) -> list[tuple[str, str]]:
    """(label, value) for everything the request asks; what the reader cannot see keeps its key."""
    if (kind := KINDS.get(request.kind)) is None:
        return [(name.replace("_", " "), str(value)) for name, value in request.payload.items()]
    form = kind.payload(data=request.payload, actor=actor, customer=request.customer)
    form.is_valid()
    known = {name: form.cleaned_data.get(name, given) for name, given in request.payload.items()}
    return [(str(field.label), _value(field, known[name])) for name, field in form.fields.items() if name in known]


def _value(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return spoken(value)


def applied(request: ChangeRequest) -> list[Change]:
    """Every record that applying changed, in the order it happened."""
    return [
        Change(f"{kind_of(row['object_type']).capitalize()} {row['object_label']}", _fields(row))
        for row in request.applied
        if row["before"] or row["after"]
    ]


def _fields(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    names = [*row["before"], *(name for name in row["after"] if name not in row["before"])]
    return [(label_of(row["object_type"], name), _spoken(row["before"].get(name)), _spoken(row["after"].get(name))) for name in names]


def _spoken(value: Any) -> str:
    if isinstance(value, str) and DAY.fullmatch(value):
        return spoken(date.fromisoformat(value))
    return "–" if value in (None, "", []) else spoken(value)
