"""What the steps of a refund ask."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import BankAccount
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.refunds import queries
from o2c.billing.refunds.models import CardCapture
from o2c.core.access.models import User
from o2c.core.entities.models import OwnBankAccount
from o2c.core.entities.queries import entities_at_hand
from o2c.core.pages import AmountField, DateField, Form
from o2c.core.pages.pickers import offer
from o2c.core.spoken import amount as spoken_amount

MOST_CREDITS = 50


class RefundForm(Form):
    """How much of each credit goes back, and where to. A credit left empty stays."""

    bank_account = forms.ModelChoiceField(
        label=_("To bank account"), queryset=BankAccount.objects.none(), to_field_name="public_id", required=False, empty_label=_("none")
    )
    capture = forms.ModelChoiceField(
        label=_("Or back to card payment"),
        queryset=CardCapture.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("none"),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, account: FinancialAccount, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.credits = {f"credit_{item.public_id}": item for item in queries.credits_of(account).filter(free__gt=Decimal(0))[:MOST_CREDITS]}
        for name, item in self.credits.items():
            help_text = _("%(free)s %(currency)s is free.") % {"free": spoken_amount(item.free, item.currency), "currency": item.currency}
            self.fields[name] = AmountField(label=str(item), currency=item.currency, help_text=help_text, required=False)
        self.order_fields([*self.credits, "bank_account", "capture", "reason"])
        offer(self, "bank_account", account.customer.bank_accounts.exclude(state="blocked").order_by("state", "pk"))
        offer(self, "capture", queries.captures(actor).filter(customer=account.customer, currency=account.currency))

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        amounts = {item.pk: given[name] for name, item in self.credits.items() if given.get(name)}
        return {"amounts": amounts, **{name: given[name] for name in ("bank_account", "capture", "reason")}}


class SubmitForm(Form):
    set_off_reason = forms.CharField(
        label=_("Why it is paid out although something is overdue"),
        help_text=_("Leave it empty when nothing of the group is overdue."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FileAccountForm(Form):
    """Which account pays; everything released for it goes in."""

    own_account = forms.ModelChoiceField(label=_("Paid from"), queryset=OwnBankAccount.objects.none(), to_field_name="public_id")
    execution_on = DateField(label=_("To be carried out on"))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_hand = entities_at_hand(actor)
        rows = OwnBankAccount.objects.filter(state="active").select_related("entity").order_by("entity__code", "name")
        offer(self, "own_account", rows if at_hand is None else rows.filter(entity__in=at_hand))


class ReportForm(Form):
    file = forms.FileField(label=_("Status report (pain.002)"), widget=forms.ClearableFileInput(attrs={"accept": ".xml"}))
    validates_on_blur = False


def initial_amounts(account: FinancialAccount) -> dict[str, Any]:
    """Everything free goes back unless the clerk says less."""
    return {f"credit_{item.public_id}": item.free for item in queries.credits_of(account).filter(free__gt=Decimal(0))[:MOST_CREDITS]}
