"""Another way to pay: the mandate is drafted from the request, to be signed."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.accounts.payment_methods.models import Scheme
from o2c.accounts.payment_methods.services.mandates import draft_mandate
from o2c.accounts.requests.kinds.customers import customer_of
from o2c.accounts.requests.kinds.registry import Applied, Given, Kind, Payload, always, request_kind
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User


class DirectDebit(Payload):
    scheme = forms.ChoiceField(label=_("Scheme"), choices=Scheme.choices)
    iban = forms.CharField(label=_("IBAN"), max_length=42, widget=forms.TextInput({"autocomplete": "off"}))
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    holder = forms.CharField(label=_("Account holder"), max_length=140)


def draft(request: ChangeRequest, given: Given, actor: User) -> Applied:
    customer: Any = Customer.objects.get(pk=customer_of(request))
    mandate = draft_mandate.step(customer=customer, entity=request.entity, actor=actor, **given)
    return Applied(outcome=gettext("Mandate %(reference)s is drafted and goes out for signature.") % {"reference": mandate.reference})


request_kind(Kind("payment_method", _("Change of payment method"), DirectDebit, draft, sensitive=always))
