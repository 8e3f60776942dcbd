"""Tables of this floor: each room has its own."""

from o2c.billing.controls.models import BillingException, ControlRun
from o2c.billing.documents.models import Document
from o2c.billing.ledger.models import Allocation, JournalEntry, JournalLine, OpenItem
from o2c.billing.spend.models import SpendBilling, SpendRecord

__all__ = [
    "Allocation",
    "BillingException",
    "ControlRun",
    "Document",
    "JournalEntry",
    "JournalLine",
    "OpenItem",
    "SpendBilling",
    "SpendRecord",
]
