"""What is asked for when a statement of account is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Contact, Customer, Language
from o2c.collections.contact.queries import billing_entities, mailable
from o2c.core.access.models import User
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import DateField, Form
from o2c.core.pages.pickers import offer


class StatementForm(Form):
    """Which account, which days, in which language, to whom."""

    entity = forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code", empty_label=None)
    from_on = DateField(label=_("Movements from"))
    as_of = DateField(label=_("As of"))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    contacts = forms.ModelMultipleChoiceField(
        label=_("Mail it to"),
        queryset=Contact.objects.none(),
        to_field_name="public_id",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a contact the statement is only made and kept."),
    )

    def __init__(self, *args: Any, customer: Customer, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reachable = [contact.pk for contact in mailable(actor, customer, local_today())]
        offer(self, "entity", billing_entities(actor, customer))
        offer(self, "contacts", Contact.objects.filter(pk__in=reachable).order_by("role", "pk"))

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        contacts = typed.pop("contacts")
        return {**typed, "contact_ids": [contact.pk for contact in contacts]}
