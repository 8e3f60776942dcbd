"""What is typed to propose a limit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.entities.models import LegalEntity
from o2c.core.limits.registry import LIMIT_KINDS
from o2c.core.pages import DateField, Form
from o2c.core.spoken import paired


def choices() -> list[tuple[str, str]]:
    return [(kind.code, paired(kind.title, kind.definition)) for kind in LIMIT_KINDS.values()]


class LimitForm(Form):
    kind = forms.ChoiceField(label=_("Limit"), choices=choices)
    value = forms.DecimalField(label=_("Value"), min_value=0, max_digits=16, decimal_places=4, help_text=_("An amount, days or per cent."))
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False, help_text=_("For amounts only."))
    entity = forms.ModelChoiceField(
        LegalEntity.objects.order_by("code"), label=_("Our entity"), required=False, empty_label=_("the whole house")
    )
    starts_on = DateField(label=_("From day"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "currency": self.cleaned_data["currency"].upper()}
