"""What is typed about payment methods and mandates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.payment_methods.messages import FAILURES as FAILURE_WORDS
from o2c.accounts.payment_methods.models import Scheme
from o2c.accounts.payment_methods.rules import FAILURES, RETURNS
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.money import Money
from o2c.core.pages import AmountField, DateField, Form
from o2c.core.pages.pickers import offer
from o2c.core.sentences import sentence
from o2c.core.spoken import paired

IBAN = forms.TextInput({"autocomplete": "off"})


class ForEntity(Form):
    """For one of our entities that deals with the customer."""

    entity = forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, actor: User, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor).filter(customers=customer))


class MandateForm(ForEntity):
    scheme = forms.ChoiceField(label=_("Scheme"), choices=Scheme.choices)
    iban = forms.CharField(label=_("IBAN"), max_length=42, widget=IBAN)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    holder = forms.CharField(label=_("Account holder"), max_length=140)
    one_off = forms.BooleanField(label=_("For one collection only"), required=False)


class AmendForm(Form):
    iban = forms.CharField(label=_("IBAN"), max_length=42, widget=IBAN)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    holder = forms.CharField(label=_("Account holder"), max_length=140)
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The letter or call this comes from"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignForm(Form):
    signed_on = DateField(label=_("Signed on"))
    confirmed_on = DateField(label=_("Confirmed by the bank on"), required=False, help_text=_("Only for B2B mandates"))


class RejectionForm(Form):
    code = forms.ChoiceField(label=_("Code of the bank"))
    rejected_on = DateField(label=_("Rejected on"))
    amount = AmountField(label=_("Amount"), currency="EUR")
    reference = forms.CharField(label=_("Collection"), max_length=35, help_text=_("The end-to-end id of the file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, paired(code, sentence(f"return_{code}"))) for code in RETURNS]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        return {**typed, "amount": Money(typed["amount"], "EUR")}


class KindForm(Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("transfer", _("bank transfer")), ("cheque", _("cheque"))])


class InviteForm(ForEntity):
    kind = forms.ChoiceField(label=_("What the customer registers"), choices=[("sdd", _("SEPA direct debit")), ("card", _("card"))])
    email = forms.EmailField(label=_("E-mail address"))


class FailureForm(Form):
    failure = forms.ChoiceField(label=_("What went wrong"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["failure"].choices = [(code, FAILURE_WORDS[f"failure_{code}"]) for code in FAILURES]  # type: ignore[attr-defined]


class SignatureForm(Form):
    """What a customer fills in on the page of the link."""

    iban = forms.CharField(label=_("IBAN"), max_length=42, widget=IBAN)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    holder = forms.CharField(label=_("Account holder"), max_length=140)
    agreed = forms.BooleanField(label=_("I authorise the collection from this account"))

    validates_on_blur = False

    def arguments(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
