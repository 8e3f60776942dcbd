"""What is typed about contracts and insertion orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models import PaymentTerm, Renewal
from o2c.accounts.contracts.queries import payment_terms
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.entities.models import Currency, LegalEntity
from o2c.core.pages import AmountField, DateField, Form
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.pickers import RowField, offer


def currency_choices() -> list[tuple[str, str]]:
    return [("", ""), *((currency.code, f"{currency.code} {currency.name}") for currency in Currency.objects.order_by("code"))]


def currency_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Currency"), choices=currency_choices, widget=forms.Select({"data-picker": ""}))


def entity_field() -> "forms.ModelChoiceField[LegalEntity]":
    return forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code")


def terms_field() -> "forms.ModelChoiceField[PaymentTerm]":
    return forms.ModelChoiceField(label=_("Payment terms"), queryset=PaymentTerm.objects.none(), to_field_name="code")


class ContractForm(Form):
    """A contract's facts; its customer is chosen once."""

    number = forms.CharField(label=_("Number"), max_length=40)
    entity = entity_field()
    starts_on = DateField(label=_("Starts on"))
    ends_on = DateField(label=_("Ends before"), required=False, help_text=_("Leave empty when it runs until it is terminated"))
    renewal = forms.ChoiceField(label=_("Renewal"), choices=Renewal.choices)
    notice_days = forms.IntegerField(label=_("Notice in days"), min_value=0, max_value=1000, initial=0)
    currency = currency_field()
    terms = terms_field()
    credit_limit = AmountField(label=_("Credit limit"), required=False, positive=False)
    signed_on = DateField(label=_("Signed on"), required=False)
    signatory = forms.CharField(label=_("Signed by"), max_length=120, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor))
        offer(self, "terms", payment_terms())


class ContractNewForm(ContractForm):
    customer = RowField("customer_options", label=_("Customer"))
    field_order = ["customer"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer(self, "customer", customers(actor))


class ContractEditForm(ContractForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class TerminateForm(ReasonForm):
    ends_on = DateField(label=_("Ends before"))
    field_order = ["ends_on"]


class OrderForm(Form):
    """An insertion order's facts; its customer is chosen once."""

    number = forms.CharField(label=_("Number"), max_length=60)
    entity = entity_field()
    starts_on = DateField(label=_("Starts on"))
    ends_on = DateField(label=_("Ends before"))
    currency = currency_field()
    amount = AmountField(label=_("Amount"))
    tolerance_percent = forms.DecimalField(label=_("Tolerance in percent"), min_value=0, max_value=100, decimal_places=2, initial=0)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor))


class OrderNewForm(OrderForm):
    customer = RowField("customer_options", label=_("Customer"))
    field_order = ["customer"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer(self, "customer", customers(actor))


class OrderEditForm(OrderForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignForm(Form):
    signed_on = DateField(label=_("Signed on"))
