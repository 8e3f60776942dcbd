"""What a person says when something is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import DateField, Form


class ReversalForm(Form):
    on = DateField(label=_("Effective on"), help_text=_("In an open month, on or after the day of what is taken back"))
    reason = forms.CharField(label=_("Reason"), max_length=200)
