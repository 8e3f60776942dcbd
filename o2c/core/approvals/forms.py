"""What is typed to ask, to decide, and to set a limit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.core.access.roles import ROLE_NAMES
from o2c.core.approvals.registry import KINDS
from o2c.core.approvals.services.policies import DECIDERS
from o2c.core.pages import DateField, Form

STEPS = ["first", "second", "third"]
ROLES = [(code, ROLE_NAMES[code]) for code in DECIDERS]


class ReasonForm(Form):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class DecideForm(Form):
    """Two buttons send it: `decision` is the one that was pressed."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed to reject."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )

    def arguments(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "approve": self.data.get("decision") == "approve"}


class PolicyForm(Form):
    kind = forms.ChoiceField(label=_("What"), choices=lambda: [(code, kind.title) for code, kind in KINDS.items()])
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False, help_text=_("Empty for requests without an amount."))
    from_amount = forms.DecimalField(label=_("From amount"), min_value=0, initial=0, decimal_places=2)
    until_amount = forms.DecimalField(label=_("Below amount"), required=False, help_text=_("Empty for no upper limit."), decimal_places=2)
    first = forms.ChoiceField(label=_("First step"), choices=ROLES, initial="approver")
    second = forms.ChoiceField(label=_("Second step"), choices=[("", "–"), *ROLES], required=False)
    third = forms.ChoiceField(label=_("Third step"), choices=[("", "–"), *ROLES], required=False)
    starts_on = DateField(label=_("From day"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)

    def arguments(self) -> dict[str, Any]:
        given = {**self.cleaned_data, "currency": self.cleaned_data["currency"].upper()}
        roles = [role for step in STEPS if (role := given.pop(step))]
        return {**given, "roles": roles}
