"""Pure rules of the ledger: what an entry must look like, and the figures of receivables."""

from o2c.billing.ledger.rules.posting import (
    Booked,
    Item,
    Line,
    Posting,
    area_of,
    check,
    check_digits,
    journal,
    merged,
    move,
    share_of_base,
    to_base,
)

__all__ = [
    "Booked",
    "Item",
    "Line",
    "Posting",
    "area_of",
    "check",
    "check_digits",
    "journal",
    "merged",
    "move",
    "share_of_base",
    "to_base",
]
