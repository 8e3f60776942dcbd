"""A card's number passes no form of the house."""

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.forms.utils import ErrorDict

from o2c.core.checks import patterns
from o2c.core.pages import Form

CARD = "4111 1111 1111 1111"


def below(kind: type[Form]) -> Iterator[type[Form]]:
    list(patterns())  # loads every page
    for child in kind.__subclasses__():
        if child.__module__.startswith("o2c."):
            yield child
        yield from below(child)


FORMS = sorted(set(below(Form)), key=lambda form: (form.__module__, form.__qualname__))
FREE = [
    (form, name)
    for form in FORMS
    for name, field in form.base_fields.items()
    if isinstance(field, forms.CharField) and not isinstance(field, forms.EmailField | forms.URLField)
]


@pytest.mark.parametrize(("form", "name"), FREE, ids=lambda part: getattr(part, "__qualname__", part))
def test_every_free_text_field_refuses_it(form: type[Form], name: str) -> None:
    filled: Any = Form({})
    filled.fields, filled._errors, filled.cleaned_data = dict(form.base_fields), ErrorDict(), {name: CARD}

    filled.clean()

    assert list(filled._errors) == [name]
    assert name not in filled.cleaned_data


@pytest.mark.parametrize("form", [form for form in FORMS if "clean" in form.__dict__], ids=lambda form: form.__qualname__)
def test_a_form_with_checks_of_its_own_keeps_this_one(form: type[Form]) -> None:
    assert "__class__" in form.__dict__["clean"].__code__.co_freevars  # it calls super()
