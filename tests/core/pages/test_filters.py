"""Every filter of every list: the most extreme values its fields let through are answered by the database, not by a crash."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django import forms
from django.core.exceptions import FieldError
from django.db import transaction
from django.http import QueryDict
from django.test import RequestFactory
from django_filters import FilterSet
from people import empowered

from o2c.core.access.models import User
from o2c.core.access.reference import role_permissions
from o2c.core.checks import patterns

VALUES = ["9" * 40, "9999-12-31", "31/12/2199", "2001:db8::1", "x" * 3000, "-1"]


def filters(cls: Any = FilterSet) -> Iterator[type[FilterSet]]:
    for each in cls.__subclasses__():
        yield from filters(each)
        if each.__module__.startswith("o2c") and each._meta.model:
            yield each


def typed(cls: type[FilterSet], value: str) -> QueryDict:
    """The value in every field whose form takes it."""
    inputs = QueryDict(mutable=True)
    for name, field in deepcopy(cls.base_filters).items():  # a filter keeps the field it made, with the labels of that moment
        endings = ("_min", "_max", "_after", "_before") if isinstance(field.field, forms.MultiValueField) else ("",)
        for ending in endings:
            inputs[f"{name}{ending}"] = value
    return inputs


@pytest.mark.django_db
@pytest.mark.parametrize("value", VALUES, ids=lambda value: value[:12])
def test_no_filter_crashes_on_what_its_form_lets_through(value: str) -> None:
    list(patterns())
    almighty = empowered(*sorted(frozenset().union(*role_permissions().values())))
    assert [crash for cls in filters() if (crash := crashed(cls, value, almighty))] == []


def crashed(cls: type[FilterSet], value: str, user: User) -> str:
    """The name and the error of a filter that cannot answer; empty for one that can."""
    request = RequestFactory().get("/")
    request.user = user
    inputs = typed(cls, value)
    wrong = cls(inputs.copy(), queryset=cls._meta.model._default_manager.all(), request=request).form.errors
    for name in [name for name in inputs if name in wrong or name.rpartition("_")[0] in wrong]:
        del inputs[name]
    try:
        with transaction.atomic():
            cls(inputs, queryset=cls._meta.model._default_manager.all(), request=request).qs.exists()
    except FieldError:  # a column that only the query of the list has
        return ""
    except Exception as error:
        return f"{cls.__module__}.{cls.__name__}: {error!r}"[:200]
    return ""
