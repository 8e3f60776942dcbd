"""The only way into the ledger: steps that post and allocate, and the verbs a person has."""

from o2c.billing.ledger.services.allocating import Pair, allocate, allocate_items, allocate_many
from o2c.billing.ledger.services.posting import Booking, hold_accounts, post, post_many, require_open_months
from o2c.billing.ledger.services.reversing import reverse_allocation, reverse_entry, take_back_allocation, take_back_entry

__all__ = [
    "Booking",
    "Pair",
    "allocate",
    "allocate_items",
    "allocate_many",
    "hold_accounts",
    "post",
    "post_many",
    "require_open_months",
    "reverse_allocation",
    "reverse_entry",
    "take_back_allocation",
    "take_back_entry",
]
