"""Filter sets with the kit's form, and the chips that say which filters are on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

from o2c.core.pages import reach
from o2c.core.pages.address import Address
from o2c.core.pages.fields import DateField
from o2c.core.pages.forms import FilterForm
from o2c.core.spoken import spoken


class DateFilter(django_filters.Filter):  # type: ignore[misc]
    """A day, typed or picked."""

    field_class = DateField


class FilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """Base of every list's filters. A filter named `q` becomes the search box of the list."""

    class Meta:
        form = FilterForm

    @property
    def form(self) -> forms.BaseForm:
        form: forms.BaseForm = super().form
        for name, field in form.fields.items():  # a label that django-filter made of the name of a field is not in words of ours yet
            if str(field.label).casefold() == name.replace("_", " "):
                field.label = gettext(str(field.label))
        if self.request:
            reach.narrow(form, self.request.user)
        return form


@dataclass(frozen=True)
class Chip:
    """One filter that is on, and the address without it."""

    label: str
    value: str
    url: str


def chips(form: forms.BaseForm, query: QueryDict, address: Address) -> list[Chip]:
    """One chip per filter that is set, in the order of the form; the search box has none."""
    return [
        Chip(str(field.label), _words(field, form.cleaned_data[name]), address.without(_parts(name, query)))
        for name, field in form.fields.items()
        if name != "q" and _is_set(form.cleaned_data.get(name))
    ]


def _is_set(value: Any) -> bool:
    return value not in (None, "", [], ()) and (not hasattr(value, "exists") or value.exists())


def _parts(name: str, query: QueryDict) -> Iterator[str]:
    return (part for part in query if part == name or part.startswith(f"{name}_"))


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(value, slice):
        return gettext("%(first)s to %(last)s") % {"first": _edge(value.start), "last": _edge(value.stop)}
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    labels = {str(code): str(label) for code, label in getattr(field, "choices", ())} if not hasattr(value, "_meta") else {}
    several = value if isinstance(value, list | tuple) or hasattr(value, "iterator") else [value]
    return ", ".join(labels.get(str(each), spoken(each)) for each in several)


def _edge(value: Any) -> str:
    return "…" if value is None else spoken(value.date() if hasattr(value, "date") and not isinstance(value, date) else value)
