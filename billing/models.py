"""Tables of this floor: each room has its own."""

from o2c.billing.documents.models import Document
from o2c.billing.ledger.models import Allocation, JournalEntry, JournalLine, OpenItem

__all__ = ["Allocation", "Document", "JournalEntry", "JournalLine", "OpenItem"]
