"""Tables of this floor: each room has its own."""

from o2c.billing.ledger.models import Allocation, JournalEntry, JournalLine, OpenItem

__all__ = ["Allocation", "JournalEntry", "JournalLine", "OpenItem"]
