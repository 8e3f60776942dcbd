"""What is typed about cases, answers and playbooks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.cases.models import CaseKind, Category, Channel, Direction, Team
from o2c.accounts.cases.queries import catalogue
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import CustomerType, Language, RiskClass, Tier
from o2c.accounts.customers.queries import customers
from o2c.accounts.requests.kinds.registry import KINDS
from o2c.core import countries
from o2c.core.access.models import User
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.entities.models import LegalEntity
from o2c.core.money import Money
from o2c.core.pages import AmountField, Form
from o2c.core.pages.pickers import RowField, offer

TEXT = forms.Textarea(attrs={"rows": 4})
LINES = forms.Textarea(attrs={"rows": 3})


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class CaseForm(Form):
    customer = RowField("customer_options", label=_("Customer"))
    entity = forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code")
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind.choices)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    person = forms.CharField(label=_("Who turned to us"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False, help_text=_("Our answers go there"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("What was said"), max_length=10_000, widget=TEXT)
    documents = forms.CharField(label=_("Documents it is about"), widget=LINES, required=False, help_text=_("Numbers, one per line"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", customers(actor))
        offer(self, "entity", entities_of(actor))

    def arguments(self) -> dict[str, Any]:
        return {**self.cleaned_data, "documents": lines(self.cleaned_data["documents"])}


class TriageForm(Form):
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    team = forms.ChoiceField(label=_("Team"), choices=Team.choices)
    level = forms.TypedChoiceField(label=_("Level"), choices=[(1, _("first")), (2, _("second"))], coerce=int)
    is_urgent = forms.BooleanField(label=_("Urgent"), required=False)


class LiftForm(Form):
    team = forms.ChoiceField(label=_("Team"), choices=Team.choices)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=LINES)


class OutcomeForm(Form):
    outcome = forms.CharField(label=_("How it was settled"), max_length=2000, widget=TEXT)


class AnswerForm(Form):
    text = forms.CharField(label=_("Answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))
    waits = forms.BooleanField(label=_("Wait for the customer's reply"), required=False)
    letter = forms.BooleanField(
        label=_("Make it a letter"), required=False, help_text=_("A PDF in the customer's language, kept here and enclosed in the mail")
    )


class TemplateChoice(Form):
    """An answer to start from; chosen by address, so that it can be linked to."""

    validates_on_blur = False
    start = forms.ModelChoiceField(label=_("Start from"), queryset=catalogue().none(), to_field_name="public_id", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "start", catalogue().filter(is_active=True))


class ContactForm(Form):
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices)
    person = forms.CharField(label=_("Person"), max_length=120, required=False)
    text = forms.CharField(label=_("What was said"), max_length=10_000, widget=TEXT)


class ClaimForm(Form):
    facts = forms.CharField(label=_("Facts"), max_length=5000, widget=TEXT)
    analysis = forms.CharField(label=_("Analysis"), max_length=5000, widget=TEXT)
    decision = forms.CharField(label=_("Decision"), max_length=5000, widget=TEXT)
    amount = AmountField(label=_("Compensation"), required=False)
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        amount, currency = typed.pop("amount"), typed.pop("currency")
        return {**typed, "compensation": Money(amount, currency.upper()) if amount else None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("amount") and not cleaned.get("currency"):
            self.add_error("currency", _("An amount has a currency."))
        return cleaned


class RequestKindForm(Form):
    validates_on_blur = False
    kind = forms.ChoiceField(label=_("What is to change"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_customer = [(kind.code, kind.title) for kind in KINDS.values() if kind.for_customer]
        self.fields["kind"].choices = of_customer  # type: ignore[attr-defined]


class CatalogueForm(Form):
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    question = forms.CharField(label=_("Question"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    answer = forms.CharField(label=_("Answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8}))
    team = forms.ChoiceField(label=_("Team that knows more"), choices=Team.choices)


class CatalogueEditForm(CatalogueForm):
    is_active = forms.BooleanField(label=_("In use"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class PlaybookForm(Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    types = forms.MultipleChoiceField(
        label=_("Customer types"), choices=CustomerType.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    countries = forms.MultipleChoiceField(label=_("Countries"), choices=countries.choices, required=False)
    risk_classes = forms.MultipleChoiceField(
        label=_("Risk classes"), choices=RiskClass.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    tiers = forms.MultipleChoiceField(label=_("Tiers"), choices=Tier.choices, required=False, widget=forms.CheckboxSelectMultiple)
    mandatory_steps = forms.CharField(label=_("Mandatory steps"), widget=LINES, help_text=_("One per line; billing waits for them"))
    advised_steps = forms.CharField(label=_("Advised steps"), widget=LINES, required=False, help_text=_("One per line"))
    approver = forms.ChoiceField(label=_("Approver"), choices=[(code, ROLE_NAMES[code]) for code in ("supervisor", "approver")])
    valid_days = forms.IntegerField(label=_("Holds for days"), min_value=1, max_value=3650, initial=365)

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        for name in ("mandatory", "advised"):
            typed[name] = [line[:200] for line in lines(typed.pop(f"{name}_steps"))]
        return typed


class PlaybookNewForm(PlaybookForm):
    code = forms.SlugField(label=_("Code"), max_length=40)
    field_order = ["code"]


class PlaybookEditForm(PlaybookForm):
    is_active = forms.BooleanField(label=_("In use"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class FlagForm(Form):
    customer = RowField("customer_options", label=_("Customer"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", customers(actor))
