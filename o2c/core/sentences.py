"""From a code to the sentence a person reads. Each room's `messages.py` holds `MESSAGES`: code -> translatable sentence."""

import importlib
import importlib.util
import pkgutil
from functools import cache
from typing import Any

from django.apps import apps
from django.db import IntegrityError
from django.utils.functional import Promise

from o2c.core.errors import BusinessError
from o2c.core.spoken import spoken


@cache
def catalogue() -> dict[str, str | Promise]:
    """Every message of every room: code -> translatable sentence with named values."""
    found: dict[str, str | Promise] = {}
    for floor in apps.get_app_configs():
        if not floor.name.startswith("o2c."):
            continue
        for room in pkgutil.iter_modules([floor.path]):
            if room.ispkg and room.name != "migrations" and _has(floor.name, room.name):
                found.update(importlib.import_module(f"{floor.name}.{room.name}.messages").MESSAGES)
    return found


def _has(floor: str, room: str) -> bool:
    return importlib.util.find_spec(f"{floor}.{room}.messages") is not None


def sentence(code: str, values: dict[str, Any] | None = None) -> str:
    """The sentence for a code in the reader's language. Raises KeyError for a code no room has a sentence for."""
    return str(catalogue()[code]) % {name: spoken(value) for name, value in (values or {}).items()}


def from_integrity(error: IntegrityError) -> BusinessError | None:
    """The refusal a rule would have given for the constraint that answered, or None when no room knows it."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return BusinessError(name) if name in catalogue() else None


def explain(error: BusinessError) -> str:
    """The sentence of a refusal in the reader's language."""
    return sentence(error.code, error.values)
