"""Forms of the freezes room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.compliance.freezes.models import FreezeScope
from o2c.core.pages import Form


class ReasonForm(Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class FreezeForm(ReasonForm):
    field_order = ["number", "scope", "with_group", "reason"]
    number = forms.CharField(label=_("Customer number"))
    scope = forms.ChoiceField(label=_("What is stopped"), choices=FreezeScope.choices)
    with_group = forms.BooleanField(label=_("Everything below it in the group too"), required=False)

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        if not Customer.objects.filter(number=number).exists():
            raise forms.ValidationError(_("There is no customer with this number."))
        return number

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        given["customer_id"] = Customer.objects.get(number=given.pop("number")).pk
        return given
