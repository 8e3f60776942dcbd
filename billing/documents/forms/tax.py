"""What is typed about tax rates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import DateField, Form


class TaxRateForm(Form):
    country = forms.CharField(label=_("Country"), min_length=2, max_length=2, help_text=_("Two letters: FR"))
    percent = forms.DecimalField(label=_("Standard rate in percent"), min_value=0, max_value=100, decimal_places=4)
    valid_from = DateField(label=_("From"))

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "country": self.cleaned_data["country"].upper()}
