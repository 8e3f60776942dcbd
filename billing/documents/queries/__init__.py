"""Documents, drafts, and what a posting needs to know."""

from o2c.billing.documents.queries.documents import (
    deliveries,
    documents,
    imported,
    imported_accounts,
    imported_items,
    open_amount,
    papers_of,
    proofs_of,
    with_open,
)
from o2c.billing.documents.queries.drafts import drafts

__all__ = [
    "deliveries",
    "documents",
    "drafts",
    "imported",
    "imported_accounts",
    "imported_items",
    "open_amount",
    "papers_of",
    "proofs_of",
    "with_open",
]
