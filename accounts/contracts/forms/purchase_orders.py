"""What is typed about purchase orders."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms.fields import currency_field, entity_field, file_field
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.pages import AmountField, DateField, Form, LastDayField
from o2c.core.pages.pickers import RowField, offer


class PurchaseOrderForm(Form):
    """What a customer's order says. Its customer, entity and currency are chosen once."""

    number = forms.CharField(label=_("Purchase order number"), max_length=60)
    starts_on = DateField(label=_("Valid from"))
    ends_on = LastDayField(label=_("Until and including"), required=False, help_text=_("Leave empty when it does not expire"))
    amount = AmountField(label=_("Amount"))
    tolerance_percent = forms.DecimalField(label=_("Tolerance in percent"), min_value=0, max_value=100, decimal_places=2, initial=0)
    reference = forms.CharField(label=_("Customer's reference"), max_length=100, required=False)
    document = file_field(_("Customer's document"), required=False)
    validates_on_blur = False


class PurchaseOrderNewForm(PurchaseOrderForm):
    customer = RowField("customer_options", label=_("Customer"))
    entity = entity_field()
    currency = currency_field()
    field_order = ["customer", "number", "entity", "currency"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", customers(actor))
        offer(self, "entity", entities_of(actor))


class PurchaseOrderUpdateForm(PurchaseOrderForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
