"""Input shapes of receipts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.core.pages import DateField, Form


class IdentifyForm(Form):
    account = forms.ModelChoiceField(
        FinancialAccount.objects.order_by("number"), label=_("Account"), to_field_name="number", widget=forms.TextInput,
        help_text=_("The number of the customer's account."),
    )  # fmt: skip
    reason = forms.CharField(label=_("How do you know?"), max_length=200, required=False)


class UnidentifyForm(Form):
    on = DateField(label=_("From"), help_text=_("The money is unidentified again from this day."))
    reason = forms.CharField(label=_("Reason"), max_length=200)
