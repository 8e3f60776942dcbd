"""What is typed about our own rules: policies, who signs, payment terms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms.fields import WordsField, currency_choices, currency_field, entity_field
from o2c.accounts.contracts.models import EndOfMonth, Means
from o2c.accounts.contracts.queries import payment_terms
from o2c.accounts.customers.forms import entities_of
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.pages import AmountField, DateField, LastDayField
from o2c.core.pages import Form as BaseForm
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.pickers import offer


def known_countries() -> list[tuple[str, str]]:
    return sorted(((code, countries.name(code)) for code in countries.known()), key=lambda choice: choice[1])


def known_terms() -> list[tuple[str, str]]:
    return [(term.code, term.code) for term in payment_terms()]


def several(label: Any, choices: Any, *, required: bool = True, help_text: Any = "") -> forms.MultipleChoiceField:
    picker = forms.SelectMultiple({"data-picker": ""})
    return forms.MultipleChoiceField(label=label, choices=choices, required=required, help_text=help_text, widget=picker)


class PolicyForm(ReasonForm):
    """What an entity allows in its contracts from a day on."""

    entity = entity_field()
    valid_from = DateField(label=_("Valid from"))
    terms = several(_("Approved payment terms"), known_terms)
    legal_days = forms.IntegerField(label=_("Longest net days by law"), min_value=0, max_value=365, initial=60)
    legal_eom_days = forms.IntegerField(label=_("Longest days with end of month by law"), min_value=0, max_value=365, initial=45)
    currencies = several(_("Allowed currencies"), currency_choices)
    countries = several(_("Allowed countries of customers"), known_countries, required=False, help_text=_("Leave empty to allow all"))
    products = WordsField(
        label=_("Allowed products"), required=False, max_length=1000, help_text=_("Separated by commas; leave empty to allow all")
    )
    back_dating_days = forms.IntegerField(label=_("Days a start may lie back"), min_value=0, max_value=365, initial=30)
    credit_check_days = forms.IntegerField(label=_("Days a credit check is good for"), min_value=1, max_value=1000, initial=365)
    field_order = ["entity", "valid_from"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor))


class AuthorityForm(BaseForm):
    entity = entity_field()
    person = forms.CharField(label=_("Name"), max_length=120)
    up_to = AmountField(label=_("Signs up to"))
    currency = currency_field()
    valid_from = DateField(label=_("From"))
    valid_until = LastDayField(label=_("Until and including"), required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor))


class TermForm(BaseForm):
    code = forms.CharField(label=_("Code"), max_length=20)
    net_days = forms.IntegerField(label=_("Net days"), min_value=0, max_value=365)
    eom_mode = forms.ChoiceField(label=_("End of month"), choices=EndOfMonth.choices)
    discount_percent = forms.DecimalField(
        label=_("Early payment discount in percent"), min_value=0, max_value=99, decimal_places=2, initial=0
    )
    discount_days = forms.IntegerField(label=_("Discount within days"), min_value=0, max_value=365, initial=0)
    means = forms.ChoiceField(label=_("Paid by"), choices=Means.choices, required=False)
