"""What is typed about contracts and their control."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms.fields import WordsField, currency_field, entity_field, file_field, terms_field
from o2c.accounts.contracts.models import Clause, CreditResult, Renewal, SigningAuthority
from o2c.accounts.contracts.queries import payment_terms
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Language
from o2c.accounts.customers.queries import customers
from o2c.core.access.models import User
from o2c.core.pages import AmountField, DateField, Form, LastDayField
from o2c.core.pages.moves import ReasonForm
from o2c.core.pages.pickers import RowField, offer


class ContractForm(Form):
    """A contract's facts; its customer is chosen once."""

    number = forms.CharField(label=_("Number"), max_length=40)
    entity = entity_field()
    starts_on = DateField(label=_("Starts on"))
    ends_on = LastDayField(label=_("Until and including"), required=False, help_text=_("Leave empty when it runs until it is terminated"))
    renewal = forms.ChoiceField(label=_("Renewal"), choices=Renewal.choices)
    notice_days = forms.IntegerField(label=_("Notice in days"), min_value=0, max_value=1000, initial=0)
    currency = currency_field()
    terms = terms_field()
    expected_exposure = AmountField(
        label=_("Expected exposure"), required=False, positive=False, help_text=_("The most the customer is expected to owe at a time")
    )
    credit_limit = AmountField(label=_("Credit limit"), required=False, positive=False)
    products = WordsField(label=_("Products"), required=False, max_length=500, help_text=_("Separated by commas"))
    party_name = forms.CharField(label=_("Party as the contract names it"), max_length=200, required=False)
    party_tax_id = forms.CharField(label=_("Tax id in the contract"), max_length=30, required=False)
    clauses = forms.MultipleChoiceField(
        label=_("Special clauses"), choices=Clause.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    annex_count = forms.IntegerField(label=_("Annexes promised"), min_value=0, max_value=100, initial=0, required=False)
    language = forms.ChoiceField(label=_("Language of the contract"), choices=[("", ""), *Language.choices], required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor))
        offer(self, "terms", payment_terms())

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "annex_count": self.cleaned_data.get("annex_count") or 0}


class ContractNewForm(ContractForm):
    customer = RowField("customer_options", label=_("Customer"))
    field_order = ["customer"]

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        offer(self, "customer", customers(actor))


class ContractEditForm(ContractForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class TerminateForm(ReasonForm):
    ends_on = LastDayField(label=_("Until and including"))
    field_order = ["ends_on"]


class SignedCopyForm(Form):
    """The signed paper, and who signed it."""

    file = file_field(_("Signed copy"))
    signed_on = DateField(label=_("Signed on"))
    signatory = forms.CharField(label=_("Signed for the customer by"), max_length=120)
    signed_for_us = forms.ModelChoiceField(label=_("Signed for us by"), queryset=SigningAuthority.objects.none(), to_field_name="public_id")
    validates_on_blur = False


class CreditCheckForm(Form):
    result = forms.ChoiceField(label=_("Result"), choices=[choice for choice in CreditResult.choices if choice[0] != "none"])
    credit_limit = AmountField(label=_("Limit allowed, in the contract's currency"), required=False, positive=False)
    checked_on = DateField(label=_("Checked on"))
    note = forms.CharField(label=_("Source and remarks"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class LegalReviewForm(ReasonForm):
    reviewed_on = DateField(label=_("Reviewed on"))
    field_order = ["reviewed_on"]


class WaiverForm(ReasonForm):
    until = LastDayField(label=_("Until and including"), help_text=_("From the day after the rule fails again"))
    field_order = ["until"]


class AnnexForm(Form):
    """A further paper of the contract."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("annex", _("Annex")), ("authority_letter", _("Authority letter"))])
    file = file_field(_("File"))
    validates_on_blur = False
