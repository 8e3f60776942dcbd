"""What is typed about a request, beside what its kind asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import customers
from o2c.accounts.requests.kinds.registry import KINDS, Kind, Payload, choices
from o2c.core.access.models import User
from o2c.core.access.queries import colleagues
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import Form
from o2c.core.pages.pickers import RowField, offer
from o2c.core.work.reference import NO_QUEUE

TEXT = forms.Textarea(attrs={"rows": 3})


class KindForm(Form):
    """The first step: what is to change, and for whom."""

    validates_on_blur = False
    kind = forms.ChoiceField(label=_("What is to change"), choices=choices)
    customer = RowField("customer_options", label=_("Customer"), required=False, help_text=_("Leave empty only for a new customer"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "customer", customers(actor))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = KINDS.get(cleaned.get("kind", ""))
        if kind and kind.for_customer and not cleaned.get("customer") and "customer" not in self.errors:
            self.add_error("customer", _("Say which customer the request is about."))
        return cleaned


def filing_form(kind: Kind) -> type[Payload]:
    """The second step: what the kind asks, then which entity of ours and why."""
    return type(f"File{kind.code.title()}", (_Filing, kind.payload), {})


def correcting_form(kind: Kind) -> type[Payload]:
    """What was asked, to be corrected."""
    return type(f"Correct{kind.code.title()}", (_Correcting, kind.payload), {})


class _Split(Payload):
    """Tells what the kind asks from what every request asks."""

    COMMON: tuple[str, ...] = ()

    def arguments(self) -> dict[str, Any]:
        payload = {name: value for name, value in self.stored().items() if name not in self.COMMON}
        return {"payload": payload, **{name: self.cleaned_data[name] for name in self.COMMON}}


class _Filing(_Split):
    COMMON = ("entity", "reason")
    entity = forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code")
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=TEXT, help_text=_("What the customer or you need, and by when"))

    def __init__(self, *args: Any, actor: User, customer: Customer | None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, customer=customer, **kwargs)
        known = entities_of(actor)
        offer(self, "entity", known.filter(customers=customer) if customer else known)
        self.order_fields([*(name for name in self.fields if name not in self.COMMON), *self.COMMON])


class _Correcting(_Split):
    COMMON = ("reason", "version")
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=TEXT)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in self.COMMON), *self.COMMON])


class MessageForm(Form):
    validates_on_blur = False
    text = forms.CharField(label=_("Message"), max_length=5000, widget=TEXT, help_text=_("@name calls a colleague"))


class AskForm(Form):
    text = forms.CharField(label=_("What we need from the requester"), max_length=5000, widget=TEXT)


class TriageForm(Form):
    owner = forms.ModelChoiceField(
        label=_("Who does it"), queryset=User.objects.none(), to_field_name="public_id", required=False, empty_label=_("the team's queue")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", colleagues())


class ApplyForm(Form):
    outcome = forms.CharField(
        label=_("For the requester"), max_length=2000, required=False, widget=TEXT, help_text=_("What was done, where it is not obvious")
    )


class LevelForm(Form):
    hours = forms.IntegerField(label=_("Working hours"), min_value=1, max_value=1000)
    queue = forms.ChoiceField(label=_("Queue"), choices=lambda: [(code, name) for code, name in ROLE_NAMES.items() if code not in NO_QUEUE])
    version = forms.IntegerField(widget=forms.HiddenInput)
