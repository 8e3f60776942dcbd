"""Forms of the lists."""

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.pages.forms import Form


class AcceptForm(Form):
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Why it is right that these parties are gone.")
    )


class NoteForm(Form):
    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("What shows it."))


class JoinForm(NoteForm):
    field_order = ["right", "note"]
    right = forms.CharField(label=_("The other entry"), max_length=120, help_text=_("List and number, for example “un:QDi.001”."))
