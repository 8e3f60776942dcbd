"""Changes of financial accounts: another currency, entity or set of terms means another account; and the end of one."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.forms import currency_field, entity_field, terms_field
from o2c.accounts.contracts.queries import payment_terms
from o2c.accounts.customers.forms import entities_of
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.accounts.financial_accounts.queries import financial_accounts
from o2c.accounts.financial_accounts.services import accounts
from o2c.accounts.financial_accounts.services.merging import merge_accounts
from o2c.accounts.financial_accounts.services.replacing import replace_account
from o2c.accounts.requests.kinds.registry import Applied, Given, Kind, Payload, always, request_kind
from o2c.accounts.requests.models import ChangeRequest
from o2c.core.access.models import User
from o2c.core.pages import DateField
from o2c.core.pages.pickers import offer


class OfAccount(Payload):
    """One of the customer's accounts that is in use."""

    account = forms.ModelChoiceField(label=_("Financial account"), queryset=FinancialAccount.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = financial_accounts(self.actor).filter(customer=self.customer, state__in=["active", "on_hold"])
        offer(self, "account", rows)


class Replaced(OfAccount):
    """From which day on the other account takes over."""

    from_day = DateField(label=_("From"))


class OtherCurrency(Replaced):
    currency = currency_field()


class OtherEntity(Replaced):
    entity = entity_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "entity", entities_of(self.actor))


class OtherTerms(Replaced):
    terms = terms_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "terms", payment_terms())


class EndOfAccount(OfAccount):
    """Nothing more is billed to it."""


class Merged(OfAccount):
    """Two accounts of the customer that are one: the other carries on."""

    survivor = forms.ModelChoiceField(label=_("Carries on"), queryset=FinancialAccount.objects.none(), to_field_name="public_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "survivor", financial_accounts(self.actor).filter(customer=self.customer, state__in=["active", "on_hold"]))


def other_account(request: ChangeRequest, given: Given, actor: User) -> Applied:
    """What an account stands for never changes: another one takes over from the day on."""
    old: FinancialAccount = given.pop("account")
    new = replace_account.step(old.pk, reason=request.reason, actor=actor, **given)
    return Applied(outcome=gettext("Account %(new)s takes the place of %(old)s.") % {"new": new.number, "old": old.number})


def merge(request: ChangeRequest, given: Given, actor: User) -> None:
    merge_accounts.step(given["account"].pk, survivor=given["survivor"], reason=request.reason, actor=actor)


def end_account(request: ChangeRequest, given: Given, actor: User) -> None:
    accounts.start_closing_account.step(given["account"].pk, reason=request.reason, actor=actor)


request_kind(Kind("currency", _("Change of currency"), OtherCurrency, other_account, sensitive=always))
request_kind(Kind("entity", _("Change of our entity"), OtherEntity, other_account, sensitive=always))
request_kind(Kind("terms", _("Change of payment terms"), OtherTerms, other_account, sensitive=always))
request_kind(Kind("closure", _("End of a financial account"), EndOfAccount, end_account, sensitive=always))
request_kind(Kind("merge", _("Merge of two accounts"), Merged, merge, sensitive=always))
