"""What is typed about a correction."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.queries import purchase_orders
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.billing.corrections.models import Correction, CorrectionKind, Team
from o2c.billing.documents.models import Document
from o2c.billing.documents.reasons import Cause
from o2c.core.access.models import User
from o2c.core.dates import first_of_month
from o2c.core.pages import DateField, Form, LastDayField
from o2c.core.pages.pickers import RowField, offer

TEXT = forms.Textarea(attrs={"rows": 4})


class HeadForm(Form):
    kind = forms.ChoiceField(label=_("What is issued"), choices=CorrectionKind.choices, initial=CorrectionKind.REBILL)
    cause = forms.ChoiceField(label=_("Cause"), choices=[("", ""), *Cause.choices])
    team = forms.ChoiceField(label=_("Arose in"), choices=[("", ""), *Team.choices])
    explanation = forms.CharField(
        label=_("Explanation"), max_length=2000, widget=TEXT, help_text=_("For whoever asks later, the customer included")
    )


class OpenForm(HeadForm):
    whole = forms.BooleanField(
        label=_("Start with the whole document"),
        required=False,
        initial=True,
        help_text=_("Everything that is left is credited and billed again; then change what was wrong"),
    )


class EditForm(HeadForm):
    rebill_account = RowField("financial_account_options", label=_("Account of the new invoice"), required=False)
    purchase_order = RowField("purchase_order_options", label=_("Purchase order on every line of the new invoice"), required=False)
    buyer_reference = forms.CharField(label=_("Reference on the new invoice"), max_length=100, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: User, correction: Correction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rebill_account", rebill_accounts(actor, correction.document))
        offer(self, "purchase_order", orders_of(actor, correction.document))


def rebill_accounts(actor: User, document: Document) -> Any:
    """Where the new invoice may go: the active accounts in the document's currency."""
    return financial_accounts(actor).filter(currency=document.currency, state="active")


def orders_of(actor: User, document: Document) -> Any:
    return purchase_orders(actor).filter(customer=document.customer_id)


class LineForm(Form):
    description = forms.CharField(label=_("Description"), max_length=300)
    unit = forms.CharField(label=_("Unit"), max_length=10, initial="C62", help_text=_("Code of UN/ECE Recommendation 20; C62 is a piece"))
    credit_quantity = forms.DecimalField(label=_("Quantity credited"), max_digits=20, decimal_places=8, initial=0)
    credit_price = forms.DecimalField(label=_("Price credited"), max_digits=20, decimal_places=8, initial=0, min_value=0)
    rebill_quantity = forms.DecimalField(label=_("Quantity billed anew"), max_digits=20, decimal_places=8, initial=0)
    rebill_price = forms.DecimalField(label=_("Price billed anew"), max_digits=20, decimal_places=8, initial=0, min_value=0)
    purchase_order = RowField("purchase_order_options", label=_("Purchase order"), required=False)
    service_from = DateField(label=_("Service from"), required=False)
    service_until = LastDayField(label=_("Service until and including"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: User, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "purchase_order", orders_of(actor, document))


class PeriodForm(Form):
    """From which day until which, both included."""

    since = DateField(label=_("From"))
    until = LastDayField(label=_("Until and including"))

    @staticmethod
    def this_year(today: date) -> dict[str, date]:
        return {"since": first_of_month(today).replace(month=1), "until": today}
