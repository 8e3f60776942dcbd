"""What a save would change of what matters most, shown before it is saved: the form again, with the differences above it.

    if differences := to_confirm(form, "legal_name", "country"):
        return page(request, ..., form=form, confirm=differences)

The second save counts as confirmed only while the shown values are the ones that are saved.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.functional import Promise

from o2c.core.pages.answers import VALIDATE
from o2c.core.pages.forms import Form
from o2c.core.plain import plain
from o2c.core.spoken import spoken

SALT = "o2c.confirm"
CONFIRMED = "_confirmed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what it says now, and what it would say."""

    label: str | Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """What waits for a second look; `token` stands for exactly these values."""

    differences: list[Difference]
    token: str


def to_confirm(form: Form, *names: str) -> ToConfirm | None:
    """The sensitive fields of a valid form whose value differs from its initial one; None when nothing waits to be confirmed."""
    if not form.is_bound or VALIDATE in form.data or not form.is_valid():
        return None
    values = {name: form.cleaned_data[name] for name in names if _differs(form, name)}
    token = signing.dumps(plain(values), salt=SALT)
    if not values or _is_confirmed(str(form.data.get(CONFIRMED, "")), values):
        return None
    return ToConfirm([_difference(form, name) for name in values], token)


def _differs(form: Form, name: str) -> bool:
    return bool((form.get_initial_for_field(form.fields[name], name) or "") != (form.cleaned_data[name] or ""))


def _is_confirmed(token: str, values: dict[str, Any]) -> bool:
    try:
        return bool(signing.loads(token, salt=SALT, max_age=3600) == plain(values))
    except signing.BadSignature:
        return False


def _difference(form: Form, name: str) -> Difference:
    field = form.fields[name]
    words: dict[Any, Any] = dict(getattr(field, "choices", ()))
    before, after = form.get_initial_for_field(field, name), form.cleaned_data[name]
    return Difference(field.label or name, _said(before, words), _said(after, words))


def _said(value: Any, words: dict[Any, Any]) -> str:
    return str(words.get(value) or "") or spoken(value) if value not in (None, "") else "–"
