"""What a person says about an exception, and which controls to run."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue import CONTROLS
from o2c.core.access.models import User
from o2c.core.pages import DateField, Form


class AssignForm(Form):
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.filter(is_active=True, is_robot=False).order_by("name"))


class WaiveForm(Form):
    until = DateField(label=_("Until"), help_text=_("On this day it opens again, at the latest a year from now"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ResolveForm(Form):
    reason = forms.CharField(label=_("What was done"), max_length=200)


class RunForm(Form):
    control = forms.ChoiceField(
        label=_("Control"),
        required=False,
        choices=[("", _("all controls")), *((code, format_lazy("{} {}", code, control.title)) for code, control in CONTROLS.items())],
    )
    customer_number = forms.CharField(label=_("Customer number"), required=False, max_length=40, help_text=_("Empty: everybody"))
    campaign_id = forms.CharField(label=_("External id of a campaign"), required=False, max_length=60, help_text=_("Empty: every campaign"))
