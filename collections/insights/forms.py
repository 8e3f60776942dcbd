"""What the board is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.collections.portfolios.models import Portfolio
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import DateField, Form


class BoardForm(Form):
    """Which receivables the board shows; every part is in the URL."""

    entity = forms.ModelChoiceField(LegalEntity.objects.none(), required=False, label=_("Entity"), to_field_name="code")
    portfolio = forms.ModelChoiceField(
        Portfolio.objects.none(), required=False, label=_("Portfolio"), to_field_name="code", empty_label=_("the whole entity")
    )
    currency = forms.ChoiceField(required=False, label=_("Currency"))
    as_of = DateField(required=False, label=_("As of"))
    validates_on_blur = False

    def __init__(self, *args: Any, entities: Any, portfolios: Any, currencies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity"].queryset = entities  # type: ignore[attr-defined]
        self.fields["portfolio"].queryset = portfolios  # type: ignore[attr-defined]
        self.fields["currency"].choices = [(code, code) for code in currencies]  # type: ignore[attr-defined]
