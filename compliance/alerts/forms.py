"""Forms of the alerts room."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.compliance.alerts.messages import MESSAGES
from o2c.compliance.alerts.models import AlertKind, AlertOrigin, CheckOutcome
from o2c.compliance.alerts.rules import REASON_CODES
from o2c.core.access.models import User
from o2c.core.access.queries import colleagues, scope
from o2c.core.pages import DateField, Form
from o2c.core.pages.pickers import RowField, offer

REPORTED = [pair for pair in AlertKind.choices if pair[0] != AlertKind.OWNERSHIP]
ORIGINS = [pair for pair in AlertOrigin.choices if pair[0] != AlertOrigin.SCREENING]


class ReasonForm(Form):
    reason = forms.CharField(
        label=_("Reason and evidence"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("What you looked at and what it shows.")
    )


class ClearForm(ReasonForm):
    field_order = ["reason_code", "reason"]
    reason_code = forms.ChoiceField(
        label=_("What differs"), choices=[(code, MESSAGES[code]) for code in REASON_CODES], widget=forms.Select({"autofocus": True})
    )


class LogAlertForm(Form):
    """What somebody noticed or was told. Whoever fills it in need not know more than that."""

    customer = RowField("customer_options", label=_("Customer"))
    kind = forms.ChoiceField(label=_("What it is about"), choices=REPORTED)
    origin = forms.ChoiceField(label=_("Where it comes from"), choices=ORIGINS)
    received_on = DateField(label=_("Received on"), required=False, help_text=_("When it reached us. Empty means today."))
    title = forms.CharField(label=_("In a few words"), max_length=200)
    summary = forms.CharField(
        label=_("What was noticed or reported"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who said what, when, with references. Do not mention it to the customer."),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", scope(Customer.objects, actor, "compliance.log_alert"))


class CheckForm(Form):
    outcome = forms.ChoiceField(label=_("Answer"), choices=CheckOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)


class ReaderForm(Form):
    reader = forms.ModelChoiceField(label=_("Who may read it"), queryset=colleagues(), widget=forms.Select({"data-picker": ""}))


class SettleBrakeForm(ReasonForm):
    field_order = ["open_alerts", "reason"]
    open_alerts = forms.TypedChoiceField(
        label=_("Decision"),
        coerce=lambda value: value == "open",
        choices=[("dismiss", _("Dismiss them all: a bad entry of the list")), ("open", _("Open an alert for each"))],
        widget=forms.RadioSelect,
    )
