"""Input shapes of coding."""

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.choices import ControlAccount
from o2c.collections.cash.coding.rules import CODABLE
from o2c.core.pages import DateField, Form


class CodeForm(Form):
    control_account = forms.ChoiceField(label=_("Control account"), choices=[(name, ControlAccount(name).label) for name in CODABLE])
    reason = forms.CharField(label=_("How do you know?"), max_length=200)


class UncodeForm(Form):
    on = DateField(label=_("From"), help_text=_("The money is unidentified again from this day."))
    reason = forms.CharField(label=_("Reason"), max_length=200)
