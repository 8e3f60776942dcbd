"""What mapping and export ask."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms import entity_field
from o2c.accounts.customers.forms import entities_of
from o2c.billing.ledger.choices import ControlAccount
from o2c.core.access.models import User
from o2c.core.pages import DateField, Form
from o2c.core.pages.pickers import offer


class OfEntity(Form):
    entity = entity_field()

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor))

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {"entity_id": given.pop("entity").pk, **given}


class MappingForm(OfEntity):
    control_account = forms.ChoiceField(label=_("Control account"), choices=ControlAccount.choices)
    number = forms.CharField(label=_("Account number"), max_length=20)
    name = forms.CharField(label=_("Account name"), max_length=80, required=False)
    valid_from = DateField(label=_("From"))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ExportForm(OfEntity):
    month = DateField(label=_("Month"), help_text=_("Any day of it."))
