"""What a picker may offer: in every form and filter, rows of some models are narrowed to what the reader's grants reach.

reach.limit("core.legalentity", entities_at_hand)
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet

Reachable = Callable[[Any], QuerySet[Any] | None]
_limits: dict[str, Reachable] = {}


def limit(model: str, reachable: Reachable) -> None:
    """Offer an actor only these rows of the model; `reachable` answers None where they may choose from all."""
    _limits[model.lower()] = reachable


def within(rows: QuerySet[Any], actor: Any) -> QuerySet[Any]:
    """The rows the actor may choose from; all of them for models nobody limits."""
    reachable = _limits.get(rows.model._meta.label_lower)
    chosen = reachable(actor) if reachable else None
    return rows if chosen is None else rows.filter(pk__in=chosen.order_by().values("pk"))


def narrow(form: forms.BaseForm, actor: Any) -> None:
    """Do so for every picker of a form, once."""
    if getattr(form, "is_narrowed", False) or not actor.is_authenticated:
        return
    form.is_narrowed = True  # type: ignore[attr-defined]
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            field.queryset = within(field.queryset, actor)
