"""What belongs to a customer as it is typed: addresses, contacts, tax numbers, bank accounts, relations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers import mail_domains
from o2c.accounts.customers.forms.customers import country_field
from o2c.accounts.customers.models import (
    AddressKind,
    BankAccount,
    Contact,
    ContactRole,
    Customer,
    Language,
    MailDomain,
    RelationKind,
    TaxState,
)
from o2c.accounts.customers.queries import customers
from o2c.accounts.customers.rules.answers import domain_of
from o2c.core.access.models import User
from o2c.core.pages import DateField, Form, LastDayField
from o2c.core.pages.pickers import RowField, offer
from o2c.core.sentences import sentence


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

    def __init__(self, *args: Any, customer: Customer, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offer(self, "replaces", customer.contacts.filter(valid_until=None))

    def clean_email(self) -> str:
        """While one types: does the domain take mail?"""
        address: str = self.cleaned_data["email"]
        mail_domains.make_known(address, actor=self.actor)
        if MailDomain.objects.filter(name=domain_of(address), state="missing").exists():
            raise forms.ValidationError(sentence("mail_domain_missing", {"domain": domain_of(address)}))
        return address


class EndForm(Form):
    valid_until = LastDayField(label=_("Until and including"))


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
    valid_until = LastDayField(label=_("Until and including"), required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to_customer", customers(actor))
