"""How a customer is served, as it is typed: names, tiers and roles from a day on, contacts made, the client's process."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Channel, ClientProcess, Contact, Customer, Direction, PoRule, Purpose, RoleKind, Tier, Tone
from o2c.accounts.customers.rules.process import days_of_month
from o2c.core.access.queries import colleagues
from o2c.core.errors import BusinessError
from o2c.core.pages import DateField, Form, LastDayField
from o2c.core.pages.moves import ReasonForm as ReasonForm
from o2c.core.pages.pickers import offer
from o2c.core.sentences import explain


class NameForm(Form):
    legal_name = forms.CharField(label=_("Legal name"), max_length=200)
    valid_from = DateField(label=_("From"), help_text=_("A later day is taken over by the night of that day"))


class TierForm(Form):
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices)
    valid_from = DateField(label=_("From"), help_text=_("A later day is taken over by the night of that day"))
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)


class RoleForm(Form):
    role = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices)
    valid_from = DateField(label=_("From"))
    valid_until = LastDayField(label=_("Until and including"), required=False)


class SalesOwnerForm(Form):
    user = forms.ModelChoiceField(
        label=_("Sales owner"), queryset=colleagues(), to_field_name="public_id", widget=forms.Select({"data-picker": ""})
    )


class InteractionForm(Form):
    """A contact that was made. `over_cap` matters for reminders beyond the cap only."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    contact = forms.ModelChoiceField(
        label=_("With"), queryset=Contact.objects.none(), to_field_name="public_id", required=False, empty_label=_("somebody else")
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    subject = forms.CharField(label=_("About"), max_length=200)
    text = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    tone = forms.ChoiceField(label=_("Tone"), choices=Tone.choices, initial=Tone.NEUTRAL)
    over_cap = forms.CharField(
        label=_("Why although the cap is reached"),
        max_length=200,
        required=False,
        help_text=_("Only for a reminder to a customer that was reminded as often as its tier allows"),
    )

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "contact", customer.contacts.filter(valid_until=None).order_by("role", "person"))


class ProcessForm(Form):
    """How the client wants to be dealt with, as it should be, and why it changes."""

    portal = forms.CharField(label=_("Portal"), max_length=80, required=False)
    portal_url = forms.URLField(label=_("Address of the portal"), required=False, assume_scheme="https")
    po_rule = forms.ChoiceField(label=_("Purchase orders"), choices=PoRule.choices)
    cut_off_day = forms.IntegerField(label=_("Invoices until day of the month"), min_value=1, max_value=31, required=False)
    payment_run_days = forms.CharField(label=_("Payment run days"), required=False, help_text=_("Days of the month, such as 5, 20"))
    contacts = forms.CharField(label=_("Who decides there"), max_length=300, required=False)
    instructions = forms.CharField(label=_("Instructions"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    reason = forms.CharField(label=_("Why it changes"), max_length=300, help_text=_("Who told us, and when"))

    def clean_payment_run_days(self) -> list[int]:
        try:
            return days_of_month(self.cleaned_data["payment_run_days"])
        except BusinessError as refusal:
            raise forms.ValidationError(explain(refusal)) from None

    @staticmethod
    def shown(process: ClientProcess) -> dict[str, Any]:
        """The process as the form starts with it."""
        values = {name: getattr(process, name) for name in ("portal", "portal_url", "po_rule", "cut_off_day", "contacts", "instructions")}
        return {**values, "payment_run_days": ", ".join(map(str, process.payment_run_days))}


class LevelForm(Form):
    hours = forms.DecimalField(label=_("Working hours"), max_digits=6, decimal_places=1)
    version = forms.IntegerField(widget=forms.HiddenInput)


class CapForm(Form):
    most = forms.IntegerField(label=_("Reminders"), min_value=1)
    days = forms.IntegerField(label=_("Within days"), min_value=1)
    version = forms.IntegerField(widget=forms.HiddenInput)
