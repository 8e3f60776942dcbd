"""Whose credit may settle whose debit."""

from datetime import date

from o2c.accounts.customers.models import CustomerRelation, RelationKind
from o2c.billing.ledger.models import OpenItem
from o2c.core.fields import valid_on

SETTLING = [RelationKind.PAYER_FOR, RelationKind.PARENT_OF]


def may_settle(debit: OpenItem, credit: OpenItem, on: date) -> bool:
    """Whether a credit of one customer may settle a debit of another: the payer of the account, a payer or parent, or a sister."""
    pair = {debit.customer_id, credit.customer_id}
    if debit.account.payer_id == credit.customer_id:
        return True
    held = CustomerRelation.objects.filter(valid_on(on), kind__in=SETTLING)
    if held.filter(from_customer__in=pair, to_customer__in=pair).exists():
        return True
    parents = held.filter(kind=RelationKind.PARENT_OF, to_customer__in=pair).values_list("from_customer", flat=True)
    return len(parents) == 2 and len(set(parents)) == 1
