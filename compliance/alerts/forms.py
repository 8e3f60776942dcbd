"""Forms of the alerts room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.compliance.alerts.messages import MESSAGES
from o2c.compliance.alerts.rules import REASON_CODES
from o2c.core.pages import Form


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Reason and evidence"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("What you looked at and what it shows.")
    )


class ClearForm(ReasonForm):
    field_order = ["reason_code", "reason"]
    reason_code = forms.ChoiceField(label=_("What differs"), choices=[(code, MESSAGES[code]) for code in REASON_CODES])


class SettleBrakeForm(ReasonForm):
    field_order = ["open_alerts", "reason"]
    open_alerts = forms.TypedChoiceField(
        label=_("Decision"),
        coerce=lambda value: value == "open",
        choices=[("dismiss", _("Dismiss them all: a bad entry of the list")), ("open", _("Open an alert for each"))],
        widget=forms.RadioSelect,
    )
