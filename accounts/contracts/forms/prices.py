"""What is typed about prices and conditions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms.fields import currency_field, entity_field, file_field
from o2c.accounts.contracts.models import Condition, ConditionKind
from o2c.accounts.customers.forms import entities_of
from o2c.core.access.models import User
from o2c.core.pages import DateField, Form, LastDayField
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.pickers import offer


class PriceListForm(Form):
    entity = entity_field()
    code = forms.CharField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=100)
    currency = currency_field()

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor))


class ConditionForm(ReasonForm):
    """One price, rebate, discount, minimum, fee or tolerance. Where it takes the place of another, that one ends on its first day."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ConditionKind.choices)
    product = forms.CharField(label=_("Product"), max_length=60, required=False, help_text=_("Leave empty when it holds for all products"))
    value = forms.DecimalField(label=_("Price, percent or amount"), min_value=0, max_digits=20, decimal_places=8)
    unit = forms.CharField(label=_("Per"), max_length=20, required=False, help_text=_("Such as thousand impressions"))
    valid_from = DateField(label=_("Valid from"))
    valid_until = LastDayField(label=_("Until and including"), required=False)
    replaces = forms.ModelChoiceField(
        label=_("Takes the place of"), queryset=Condition.objects.none(), to_field_name="public_id", required=False
    )
    document = file_field(_("Document it was agreed in"), required=False)
    field_order = ["kind", "product", "value", "unit", "valid_from", "valid_until", "replaces", "document"]
    validates_on_blur = False


class EndConditionForm(ReasonForm):
    valid_until = LastDayField(label=_("Until and including"))
    field_order = ["valid_until"]
