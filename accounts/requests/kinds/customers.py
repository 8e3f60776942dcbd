"""Changes of customer accounts: a new one, other data, its end, its return, its address and its contacts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.forms import country_field, entities_of
from o2c.accounts.customers.models import AddressKind, Contact, ContactRole, CustomerType, Language
from o2c.accounts.customers.services import customers, reach, states
from o2c.accounts.financial_accounts.models import GONE, FinancialAccount
from o2c.accounts.financial_accounts.services import accounts
from o2c.accounts.requests.kinds.registry import Applied, Given, Kind, Payload, always, request_kind
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.pages import DateField
from o2c.core.pages.pickers import offer

SENSITIVE = {"legal_name", "vat_id", "country"}


class NewCustomer(Payload):
    legal_name = forms.CharField(label=_("Legal name"), max_length=200)
    country = country_field(widget=forms.Select({"data-picker": ""}))
    type = forms.ChoiceField(label=_("Type"), choices=CustomerType.choices)
    vat_id = forms.CharField(label=_("VAT id"), max_length=20, required=False)
    reg_no = forms.CharField(label=_("Registration number"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class CustomerData(Payload):
    """Only what is filled in changes."""

    legal_name = forms.CharField(label=_("Legal name"), max_length=200, required=False)
    name_latin = forms.CharField(label=_("Name in Latin letters"), max_length=200, required=False)
    country = country_field(widget=forms.Select({"data-picker": ""}), required=False)
    vat_id = forms.CharField(label=_("VAT id"), max_length=20, required=False)
    reg_no = forms.CharField(label=_("Registration number"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("unchanged")), *Language.choices], required=False)

    def clean(self) -> Given:
        cleaned = super().clean()
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Fill in what is to change."))
        return cleaned


class Nothing(Payload):
    """The reason says it all."""


class AddressPayload(Payload):
    kind = forms.ChoiceField(label=_("Kind"), choices=AddressKind.choices)
    lines = forms.CharField(label=_("Street and number"), widget=forms.Textarea(attrs={"rows": 2}))
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=_("City"), max_length=100)
    country = country_field(widget=forms.Select({"data-picker": ""}))
    valid_from = DateField(label=_("Valid from"))


class ContactPayload(Payload):
    person = forms.CharField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=ContactRole.choices)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    valid_from = DateField(label=_("Valid from"))
    replaces = forms.ModelChoiceField(
        label=_("Replaces"), queryset=Contact.objects.none(), to_field_name="public_id", required=False, empty_label=_("nobody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.customer:
            offer(self, "replaces", self.customer.contacts.filter(valid_until=None))


def create(request: ChangeRequest, given: Given, actor: User) -> Applied:
    entity = entities_of(actor).filter(pk=request.entity_id)
    customer = customers.create_customer.step(entities=list(entity), actor=actor, **given)
    return Applied(customer)


def modify(request: ChangeRequest, given: Given, actor: User) -> None:
    customers.edit_customer.step(customer_of(request), actor=actor, **given)


def cancel(request: ChangeRequest, given: Given, actor: User) -> None:
    """End it all: each account that is open, then the customer. An open item anywhere refuses the whole."""
    customer_id = customer_of(request)
    for account in FinancialAccount.objects.exclude(GONE).filter(customer=customer_id).order_by("pk"):
        _end(account, request.reason, actor)
    states.start_closing_customer.step(customer_id, reason=request.reason, actor=actor)
    states.close_customer.step(customer_id, actor=actor)


def _end(account: FinancialAccount, reason: str, actor: User) -> None:
    if account.state == "proposed":
        accounts.refuse_account.step(account.pk, reason=reason, actor=actor)
        return
    if account.state == "on_hold":
        raise BusinessError("account_is_held", number=account.number)
    if account.state == "active":
        accounts.start_closing_account.step(account.pk, reason=reason, actor=actor)
    accounts.close_account.step(account.pk, actor=actor)


def reactivate(request: ChangeRequest, given: Given, actor: User) -> Applied:
    """Back to onboarding: only a screening, a know-your-customer file and a credit check after this day let it become active."""
    customer = states.reopen_customer.step(customer_of(request), reason=request.reason, actor=actor)
    return Applied(customer)


def change_address(request: ChangeRequest, given: Given, actor: User) -> None:
    reach.set_address.step(customer_of(request), actor=actor, **given)


def change_contact(request: ChangeRequest, given: Given, actor: User) -> None:
    reach.add_contact.step(customer_of(request), actor=actor, **given)


def customer_of(request: ChangeRequest) -> int:
    """Whom the request is about. Raises BusinessError "request_customer_missing"."""
    if request.customer_id is None:
        raise BusinessError("request_customer_missing", field="customer")
    return request.customer_id


request_kind(Kind("create_customer", _("New customer"), NewCustomer, create, hours=8, for_customer=False))
request_kind(
    Kind("modify_customer", _("Change of customer data"), CustomerData, modify, sensitive=lambda given: bool(SENSITIVE & given.keys()))
)
request_kind(Kind("cancel_customer", _("End of a customer account"), Nothing, cancel, sensitive=always, hours=40))
request_kind(Kind("reactivate_customer", _("Return of a customer account"), Nothing, reactivate, sensitive=always))
request_kind(Kind("address", _("Change of address"), AddressPayload, change_address))
request_kind(Kind("contact", _("Change of contact"), ContactPayload, change_contact, hours=8))
