"""What is typed to propose a legal period."""

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.countries import choices as countries
from o2c.core.pages import DateField, Form
from o2c.core.retention.models import RecordKind
from o2c.core.retention.rules import LONGEST


class RetentionPeriodForm(Form):
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    kind = forms.ChoiceField(label=_("Kind of record"), choices=RecordKind.choices)
    years = forms.IntegerField(label=_("Years"), min_value=1, max_value=LONGEST)
    from_year_end = forms.BooleanField(label=_("Counted from the end of the year"), required=False, initial=True)
    valid_from = DateField(label=_("From day"))
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("The law and its paragraph"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500)
