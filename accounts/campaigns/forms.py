"""What is typed about a campaign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms import currency_field
from o2c.accounts.contracts.models import InsertionOrder
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.pages import AmountField, DateField, Form, LastDayField
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.pickers import RowField, offer


class CampaignForm(Form):
    """A campaign's facts; its external id and advertiser are given once."""

    name = forms.CharField(label=_("Name"), max_length=200)
    end_client = RowField("customer_options", label=_("End client"), required=False, help_text=_("When an agency or reseller books for it"))
    product = forms.CharField(label=_("Product"), max_length=60, required=False)
    starts_on = DateField(label=_("Starts on"))
    ends_on = LastDayField(label=_("Until and including"), required=False)
    currency = currency_field()
    is_test = forms.BooleanField(label=_("Test campaign"), required=False)
    test_budget = AmountField(label=_("Free test budget"), required=False)
    test_ends_on = LastDayField(label=_("Test until and including"), required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "end_client", customers(actor))


class CampaignNewForm(CampaignForm):
    ext_id = forms.CharField(label=_("External id"), max_length=60, help_text=_("The id the delivery system gave it"))
    advertiser = RowField("customer_options", label=_("Advertiser"))
    field_order = ["ext_id", "name", "advertiser"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer(self, "advertiser", customers(actor))


class CampaignEditForm(CampaignForm):
    insertion_orders = forms.ModelMultipleChoiceField(
        label=_("Insertion orders"), queryset=InsertionOrder.objects.none(), to_field_name="public_id", required=False,
        widget=forms.SelectMultiple({"data-picker": ""}),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: User, advertiser: Customer, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer(self, "insertion_orders", advertiser.insertion_orders.exclude(state="cancelled").order_by("number"))

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "insertion_orders": list(self.cleaned_data["insertion_orders"])}


class ConversionForm(ReasonForm):
    converted_on = DateField(label=_("Bills from"), help_text=_("What it spent before stays free"))
    field_order = ["converted_on"]
