"""Forms of the embargo room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms.fields import currency_choices
from o2c.accounts.customers.models import Customer
from o2c.compliance.embargo.models import Goods
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.pages import AmountField, DateField, Form, LastDayField
from o2c.core.pages.pickers import RowField, offer


def _goods() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Goods and services"),
        choices=Goods.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )


def _country() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Country"), choices=countries.choices, widget=forms.Select({"data-picker": ""}))


class RuleForm(Form):
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Such as EU-RU-2014-833."))
    country = _country()
    goods = _goods()
    legal_basis = forms.CharField(label=_("Legal basis"), widget=forms.Textarea(attrs={"rows": 3}))
    starts_on = DateField(label=_("From"))
    ends_on = LastDayField(label=_("Until and including"), required=False)


class LicenceForm(Form):
    customer = RowField("customer_options", label=_("Customer"))
    number = forms.CharField(label=_("Licence number"), max_length=60)
    authority = forms.CharField(label=_("Authority"), max_length=120)
    country = _country()
    goods = _goods()
    starts_on = DateField(label=_("From"))
    ends_on = LastDayField(label=_("Until and including"))
    limit = AmountField(label=_("Up to the amount"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=lambda: [("", "–"), *currency_choices()], required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", scope(Customer.objects, actor, "compliance.propose_licence"))
