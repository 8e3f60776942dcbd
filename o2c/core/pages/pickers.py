"""Choosing one row among many: a select that knows its rows by public id and asks the server as one types."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

MOST = 20


class RowSelect(forms.Select):
    """Only the chosen row stands in the page; the others come from the address of `options(...)`."""

    def __init__(self, url_name: str) -> None:
        super().__init__({"data-picker": "", "data-url": reverse_lazy(url_name)})
        self.chosen: Callable[[Any], Model | None] = lambda key: None

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        row = self.chosen(value[0]) if value and value[0] else None
        self.choices = [("", "")] + ([(value[0], str(row))] if row else [])
        return super().optgroups(name, value, attrs)


class RowField(forms.Field):
    """One of `rows` (set it in the form's `__init__`: what its actor may choose). Gives the row, or None."""

    default_error_messages = {"unknown": _("Choose one of the rows that are offered.")}

    def __init__(self, url_name: str, **kwargs: Any) -> None:
        super().__init__(widget=RowSelect(url_name), **kwargs)
        self.rows: QuerySet[Any] | None = None

    def offer(self, rows: QuerySet[Any]) -> None:
        """What may be chosen."""
        self.rows = rows
        self.widget.chosen = self._found

    def _found(self, key: Any) -> Model | None:
        try:
            public_id = UUID(str(key))
        except ValueError:
            return None
        return self.rows.filter(public_id=public_id).first() if self.rows is not None else None

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values:
            return None
        if (row := self._found(value)) is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return row

    def prepare_value(self, value: Any) -> Any:
        return str(value.public_id) if isinstance(value, Model) and hasattr(value, "public_id") else value


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Say in a form's `__init__` which rows its field may choose from: those within the actor's reach."""
    match form.fields[name]:
        case RowField() as field:
            field.offer(rows)
        case forms.ModelChoiceField() as field:
            field.queryset = rows


def options(request: HttpRequest, named: Callable[[str], QuerySet[Any]]) -> JsonResponse:
    """What a picker shows for `?q=`: at most twenty rows whose name contains the text."""
    text = request.GET.get("q", "").strip()
    found = named(text)[:MOST] if text else []
    return JsonResponse({"results": [{"id": str(row.public_id), "text": str(row)} for row in found]})
