"""What is typed about a registration with a client."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.forms import entities_of
from o2c.accounts.customers.models import Customer
from o2c.core.access.models import User
from o2c.core.access.queries import colleagues
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import DateField, Form
from o2c.core.pages.pickers import offer

LINES = forms.Textarea(attrs={"rows": 3})


class VendorForm(Form):
    portal = forms.CharField(label=_("Portal or form"), max_length=80)
    address = forms.URLField(label=_("Address"), max_length=300, required=False, assume_scheme="https")
    holder = forms.ModelChoiceField(label=_("Login owner"), queryset=User.objects.none(), to_field_name="public_id", required=False)
    due_on = DateField(label=_("Due"), required=False)
    required_documents = forms.CharField(label=_("Required documents"), widget=LINES, required=False, help_text=_("One per line"))
    provided_documents = forms.CharField(label=_("Documents provided"), widget=LINES, required=False, help_text=_("One per line"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "holder", colleagues())

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        for name in ("required", "provided"):
            typed[name] = [line.strip()[:80] for line in typed.pop(f"{name}_documents").splitlines() if line.strip()]
        return typed


class VendorNewForm(VendorForm):
    entity = forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code")
    field_order = ["entity"]

    def __init__(self, *args: Any, actor: User, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor).filter(customers=customer))


class VendorEditForm(VendorForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class AcceptForm(Form):
    supplier_no = forms.CharField(label=_("Supplier number"), max_length=40)
    expires_on = DateField(label=_("Expires on"), required=False)
