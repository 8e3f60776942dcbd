"""The change request "refund": a client asks for its money, and applying it drafts the refund."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import BankAccount
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.accounts.requests.kinds import Applied, Given, Kind, Payload, request_kind
from o2c.accounts.requests.models import ChangeRequest
from o2c.billing.refunds.queries import credits_of
from o2c.billing.refunds.rules import spread
from o2c.billing.refunds.services import draft_refund
from o2c.core.access.models import User
from o2c.core.errors import BusinessError
from o2c.core.pages import AmountField
from o2c.core.pages.pickers import offer


class RefundPayload(Payload):
    """Which account, how much, and where to."""

    account = forms.ModelChoiceField(label=_("Financial account"), queryset=FinancialAccount.objects.none(), to_field_name="public_id")
    amount = AmountField(label=_("Amount"), help_text=_("In the currency of the account; the oldest credits are taken first."))
    bank_account = forms.ModelChoiceField(
        label=_("Paid to"),
        queryset=BankAccount.objects.none(),
        to_field_name="public_id",
        help_text=_("A bank account on the customer's page; enter it there first."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.customer:
            self._choose("account", financial_accounts(self.actor).filter(customer=self.customer))
            self._choose("bank_account", self.customer.bank_accounts.exclude(state="blocked"))

    def _choose(self, name: str, rows: QuerySet[Any]) -> None:
        """Offer these; the only one there is stands chosen."""
        offer(self, name, rows)
        if len(only := list(rows[:2])) == 1:
            self.fields[name].initial = only[0].public_id


def open_refund(request: ChangeRequest, given: Given, actor: User) -> Applied:
    """Draft it from the oldest credits; approval, release and the bank come after. Raises "refund_exceeds_free_credit"."""
    account, amount = given["account"], given["amount"]
    available = [(item.pk, item.free) for item in credits_of(account)]
    amounts = spread(amount, available)
    if sum(amounts.values()) < amount:
        free = sum(free for _key, free in available)
        raise BusinessError("refund_exceeds_free_credit", reference=account.number, free=free, currency=account.currency)
    refund = draft_refund.step(account.pk, amounts=amounts, bank_account=given["bank_account"], reason=request.reason, actor=actor)
    return Applied(outcome=gettext("Refund %(number)s is drafted and goes to approval.") % {"number": refund.number})


request_kind(Kind("refund", _("Refund"), RefundPayload, open_refund))
