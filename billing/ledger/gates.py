"""What the ledger answers when others ask."""

from typing import Any

from o2c.accounts.customers.models import Customer
from o2c.accounts.financial_accounts.models import FinancialAccount
from o2c.billing.ledger.models import OpenItem
from o2c.core.gates import Reason


def settled_accounts_only(customer: Customer, *, account: FinancialAccount, **facts: Any) -> list[Reason]:
    """An account closes when nothing is open on it; its row is locked first, so that nothing is posted meanwhile."""
    FinancialAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    count = OpenItem.objects.filter(account=account, open_amount__gt=0).count()
    return [Reason("account_has_open_items", {"account": account.number, "count": count})] if count else []
