"""What is typed about cheques, slips and the close of a day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.collections.cash.cheques import queries
from o2c.collections.cash.statements.models import OPEN_LINES, StatementLine
from o2c.core.access.models import User
from o2c.core.access.queries import scope
from o2c.core.entities.models import LegalEntity, OwnBankAccount
from o2c.core.entities.queries import own_bank_accounts
from o2c.core.money import Money
from o2c.core.pages import AmountField, DateField, Form
from o2c.core.pages.pickers import RowField, offer

SHOWN = 200


def entities_of(actor: User, permission: str) -> Any:
    return scope(LegalEntity.objects, actor, permission).order_by("code")


class ChequeForm(Form):
    entity = forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code")
    number = forms.CharField(label=_("Cheque number"), max_length=40)
    drawer = forms.CharField(label=_("Drawer"), max_length=140)
    bank = forms.CharField(label=_("Drawer's bank"), max_length=140)
    amount = AmountField(label=_("Amount"))
    currency = forms.CharField(label=_("Currency"), max_length=3, initial="EUR")
    dated_on = DateField(label=_("Date on the cheque"))
    received_on = DateField(label=_("Received on"))
    account = RowField("financial_account_options", label=_("Customer's account"), required=False, help_text=_("Empty while nobody knows"))
    purpose = forms.CharField(label=_("Invoices or purpose"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor, "collections.record_cheque"))
        offer(self, "account", financial_accounts(actor))

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        currency = typed.pop("currency").upper()
        return {**typed, "amount": Money(typed["amount"], currency)}


class SlipForm(Form):
    account = forms.ModelChoiceField(label=_("Bank account of ours"), queryset=OwnBankAccount.objects.none(), to_field_name="public_id")
    day = DateField(label=_("Day"))
    cheques = forms.MultipleChoiceField(label=_("Cheques"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "account", own_bank_accounts(actor).filter(state="active"))
        self.loose = {str(row.public_id): row for row in queries.cheques(actor).filter(state="received").order_by("pk")[:SHOWN]}
        self.fields["cheques"].choices = [(key, _said(row)) for key, row in self.loose.items()]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        chosen = typed.pop("cheques")
        return {**typed, "cheque_ids": [self.loose[key].pk for key in chosen]}


def _said(cheque: Any) -> str:
    return f"{cheque.number} · {cheque.drawer} · {Money(cheque.amount, cheque.currency)} · {cheque.entity.code}"


class CreditForm(Form):
    line = forms.ModelChoiceField(label=_("Bank entry"), queryset=StatementLine.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, slip: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = StatementLine.objects.filter(account=slip.account_id, direction="credit", amount=slip.total, state__in=OPEN_LINES)
        offer(self, "line", rows.order_by("-booked_on", "-pk"))


class LeaveForm(Form):
    on = DateField(label=_("Day"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class BounceForm(LeaveForm):
    fee = AmountField(label=_("Fee charged to the customer"), required=False, positive=False)

    def arguments(self) -> dict[str, Any]:
        typed = super().arguments()
        return {**typed, "fee": typed["fee"] or 0}


class CloseForm(Form):
    entity = forms.ModelChoiceField(label=_("Our entity"), queryset=LegalEntity.objects.none(), to_field_name="code")
    day = DateField(label=_("Day"))
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(actor, "collections.close_cheque_day"))
