"""What a document is before it has a number: plain data in, everything that will be frozen out. Pure."""

from collections.abc import Mapping, Set

from o2c.billing.documents.rules.composing import Composed, Credited, Facts, Original, OriginalLine, Terms, compose
from o2c.billing.documents.rules.references import creditor_reference
from o2c.billing.documents.rules.shapes import NewDocument, NewLine
from o2c.billing.documents.rules.tax import BuyerTax, SellerTax, Taxed, determine

DRAFT_MOVES: Mapping[str, Set[str]] = {
    "draft": {"pending_approval", "posted", "discarded"},
    "pending_approval": {"draft", "posted"},
}
DELIVERY_MOVES: Mapping[str, Set[str]] = {
    "queued": {"sent", "rejected"},
    "sent": {"accepted", "delivered", "rejected"},
    "accepted": {"delivered", "rejected"},
}

__all__ = [
    "DELIVERY_MOVES",
    "DRAFT_MOVES",
    "BuyerTax",
    "Composed",
    "Credited",
    "Facts",
    "NewDocument",
    "NewLine",
    "Original",
    "OriginalLine",
    "SellerTax",
    "Taxed",
    "Terms",
    "compose",
    "creditor_reference",
    "determine",
]
