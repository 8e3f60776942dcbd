"""What is typed about a customer."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import (
    AddressKind,
    BankAccount,
    Contact,
    ContactRole,
    Customer,
    CustomerType,
    Language,
    RelationKind,
    RiskClass,
    TaxState,
    Tier,
)
from o2c.accounts.customers.queries import VIEW, customers
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import DateField, Form
from o2c.core.pages.pickers import RowField, offer

# While one types: is the customer already known, does the tax id fit the country?
REMARK = {
    "hx-get": reverse_lazy("customer_remarks"),
    "hx-trigger": "input changed delay:400ms, change",
    "hx-target": "#remarks",
    "hx-swap": "innerHTML",
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


class AddressForm(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=AddressKind.choices)
    lines = forms.CharField(label=_("Street and number"), widget=forms.Textarea(attrs={"rows": 2}))
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=100)
    country = country_field(widget=forms.Select({"data-picker": ""}))
    valid_from = DateField(label=_("Valid from"), help_text=_("Documents from this day on carry it; older ones keep the address they have"))


class ContactForm(Form):
    person = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=ContactRole.choices)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    valid_from = DateField(label=_("Valid from"))
    replaces = forms.ModelChoiceField(
        label=_("Replaces"), queryset=Contact.objects.none(), to_field_name="public_id", required=False, empty_label=_("nobody")
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "replaces", customer.contacts.filter(valid_until=None))


class EndForm(Form):
    valid_until = DateField(label=_("Holds until the day before"))


class TaxForm(Form):
    country = country_field(widget=forms.Select({"data-picker": ""}))
    number = forms.CharField(label=_("Tax number"), max_length=30)


class TaxCheckForm(Form):
    state = forms.ChoiceField(label=_("The register says"), choices=[choice for choice in TaxState.choices if choice[0] != "unverified"])
    consultation_no = forms.CharField(label=_("Consultation number"), max_length=40, required=False)
    returned_name = forms.CharField(label=_("Name in the register"), max_length=200, required=False)


class BankForm(Form):
    iban = forms.CharField(label=_("IBAN"), max_length=42, widget=forms.TextInput({"autocomplete": "off"}))
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    holder = forms.CharField(label=_("Account holder"), max_length=140)
    source = forms.CharField(label=_("How we learned it"), max_length=200, help_text=_("The document or call this comes from"))
    replaces = forms.ModelChoiceField(
        label=_("Replaces"), queryset=BankAccount.objects.none(), to_field_name="public_id", required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "replaces", customer.bank_accounts.exclude(state="blocked").filter(replaced_by=None))


class RelationForm(Form):
    kind = forms.ChoiceField(label=_("This customer"), choices=RelationKind.choices)
    to_customer = RowField("customer_options", label=_("the customer"))
    valid_from = DateField(label=_("Valid from"))
    valid_until = DateField(label=_("Holds until the day before"), required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_customer", customers(actor))
