"""The ledger on the way of the money: an entry that is owed, the allocations that settle it, the entry that settles."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.models import Allocation, JournalEntry
from o2c.billing.ledger.queries import allocations, journal
from o2c.billing.ledger.queries.items import VIEW
from o2c.core.money import Money
from o2c.core.tracing import registry as trace
from o2c.core.tracing.registry import Node


def of_entry(row: JournalEntry) -> Node:
    amount = getattr(row, "amount", None)
    return Node(str(row), row.get_absolute_url(), row.posting_date, Money(amount, row.currency) if amount is not None else None)


def of_allocation(row: Allocation) -> Node:
    label = f"{row.debit_item.reference} – {row.credit_item.reference}"
    return Node(label, row.debit_item.entry.get_absolute_url(), row.effective_on, Money(row.amount, row.currency), row.get_method_display())


trace.kind("billing.journalentry", _("Entries"), journal, of_entry, permission=VIEW)
trace.kind("billing.allocation", _("Allocations"), allocations, of_allocation, permission=VIEW)
trace.link(
    "billing.journalentry",
    "billing.allocation",
    forward=lambda entry: Q(debit_item__entry=entry),
    back=lambda allocation: Q(pk=allocation.debit_item.entry_id),
)
trace.link(
    "billing.allocation",
    "billing.journalentry",
    forward=lambda allocation: Q(pk=allocation.credit_item.entry_id),
    back=lambda entry: Q(credit_item__entry=entry),
)
