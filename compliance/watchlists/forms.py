"""Forms of the lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.pages.forms import Form


class AcceptForm(Form):
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Why it is right that these parties are gone.")
    )
