"""What is typed about insertion orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms.fields import currency_field, entity_field
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.pages import AmountField, DateField, Form, LastDayField
from o2c.core.pages.pickers import RowField, offer


class OrderForm(Form):
    """An insertion order's facts; its customer is chosen once."""

    number = forms.CharField(label=_("Number"), max_length=60)
    entity = entity_field()
    starts_on = DateField(label=_("Starts on"))
    ends_on = LastDayField(label=_("Until and including"))
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
