"""Documents, drafts, and what a posting needs to know."""

from o2c.billing.documents.queries.documents import documents, imported, imported_accounts, imported_items, open_amount

__all__ = ["documents", "imported", "imported_accounts", "imported_items", "open_amount"]
