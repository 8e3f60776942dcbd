"""From a code to the sentence a person reads. Each room's `messages.py` holds `MESSAGES`: code -> translatable sentence."""

from functools import cache
from typing import Any

from django.db import IntegrityError
from django.utils.functional import Promise

from o2c.core.errors import BusinessError
from o2c.core.rooms import modules
from o2c.core.spoken import spoken


@cache
def catalogue() -> dict[str, str | Promise]:
    """Every message of every room: code -> translatable sentence with named values."""
    found: dict[str, str | Promise] = {}
    for room in modules("messages"):
        found.update(room.MESSAGES)
    return found


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
