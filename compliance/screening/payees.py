"""Whom we may pay besides the customer itself: the holders of its verified bank accounts that bear another name."""

from collections.abc import Iterator, Sequence
from datetime import date

from o2c.accounts.customers.models import BankAccount, Customer
from o2c.compliance.screening.engine import Subject
from o2c.compliance.screening.sources import Screened
from o2c.core.names import fold


def payees_screened(customers: Sequence[Customer], day: date) -> Iterator[Screened]:
    """One query for all; a holder under a name of the customer is screened as the customer already."""
    names = {one.pk: {fold(name) for name in (one.legal_name, one.name_latin, one.name_native)} for one in customers}
    rows = BankAccount.objects.filter(customer__in=list(names), state="verified").order_by("customer", "pk")
    for customer, holder in dict.fromkeys(rows.values_list("customer", "holder")):
        if fold(holder) not in names[customer]:
            yield Screened(customer, None, Subject("organisation", (holder,)), role="payee")
