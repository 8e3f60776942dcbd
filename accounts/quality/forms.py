"""What is typed about issues, rules and merges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.access.queries import colleagues
from o2c.core.pages import DateField, Form
from o2c.core.pages.pickers import RowField, offer
from o2c.core.work.models import WorkQueue


def teams() -> list[str]:
    return list(WorkQueue.objects.order_by("code").values_list("code", flat=True))


class AssignForm(Form):
    owner = forms.ModelChoiceField(
        label=_("Steward"), queryset=colleagues(), to_field_name="public_id", widget=forms.Select({"data-picker": ""})
    )


class WaiveForm(Form):
    until = DateField(label=_("Let pass until"), help_text=_("Such as +90; then it opens again"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class RuleForm(Form):
    is_active = forms.BooleanField(label=_("The rule counts"), required=False)
    team = forms.ChoiceField(
        label=_("Team that puts right what it finds"), choices=lambda: [(q.code, str(q)) for q in WorkQueue.objects.order_by("code")]
    )
    target = forms.DecimalField(label=_("Target in percent"), max_digits=5, decimal_places=2)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MergeForm(Form):
    """The other customer of a merge, and why it is the same."""

    survivor = RowField("customer_options", label=_("is the same as"), help_text=_("This one goes on; everything new begins with it"))
    reason = forms.CharField(label=_("Why they are one"), max_length=300)

    def __init__(self, *args: Any, actor: User, source: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "survivor", customers(actor).exclude(pk=source.pk).filter(merged_into=None))
