"""A customer as it is typed."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import (
    CustomerType,
    HoldKind,
    Language,
    RiskClass,
    Tier,
)
from o2c.accounts.customers.queries import VIEW
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import Form
from o2c.core.pages.pickers import offer

# While one types: is the customer already known, does the tax id fit the country?
REMARK = {
    "hx-get": reverse_lazy("customer_remarks"),
    "hx-trigger": "input changed delay:400ms, change",
    "hx-target": "#remarks",
    "hx-swap": "innerHTML",
    "hx-sync": "this:queue last",  # its own queue: the field around it checks itself at the same moment
    "hx-include": "closest form",
    "autocomplete": "off",
}


def country_field(**kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Country"), choices=lambda: [("", ""), *countries.choices()], **kwargs)


class CustomerForm(Form):
    """A customer as it is entered and edited."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=200, widget=forms.TextInput(REMARK))
    name_latin = forms.CharField(
        label=_("Name in Latin letters"), max_length=200, required=False, help_text=_("When the legal name is in another script")
    )
    name_native = forms.CharField(label=_("Name in its own script"), max_length=200, required=False)
    country = country_field(widget=forms.Select(REMARK | {"data-picker": ""}))
    type = forms.ChoiceField(label=_("Type"), choices=CustomerType.choices, initial=CustomerType.ADVERTISER)
    entities = forms.ModelMultipleChoiceField(
        label=_("Our entities"), queryset=LegalEntity.objects.none(), to_field_name="code", widget=forms.CheckboxSelectMultiple
    )
    vat_id = forms.CharField(label=_("VAT id"), max_length=20, required=False, widget=forms.TextInput(REMARK))
    reg_no = forms.CharField(label=_("Registration number"), max_length=40, required=False)
    lei = forms.CharField(label=_("Legal entity identifier"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, initial=Language.ENGLISH)
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices, initial=Tier.STANDARD)
    risk_class = forms.ChoiceField(label=_("Risk class"), choices=RiskClass.choices, initial=RiskClass.STANDARD)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entities", entities_of(actor))

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "entities": list(self.cleaned_data["entities"])}


class CustomerEditForm(CustomerForm):
    """As it is edited: based on the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def entities_of(actor: User) -> Any:
    """The entities whose customers the actor sees."""
    return scope(LegalEntity.objects, actor, VIEW).order_by("code")


class RecordsHoldForm(Form):
    kind = forms.ChoiceField(label=_("Why"), choices=HoldKind.choices)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
