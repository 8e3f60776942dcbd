"""Verbs over documents: issuing our own, recording those of another system."""

from o2c.billing.documents.services.accounts import AccountKey, begin_import, import_accounts
from o2c.billing.documents.services.invoices import import_documents
from o2c.billing.documents.services.outcome import Outcome
from o2c.billing.documents.services.payments import import_payments
from o2c.billing.documents.services.posting import check_documents, post_documents
from o2c.billing.documents.services.settlements import close_import, import_settlements

__all__ = [
    "AccountKey",
    "Outcome",
    "begin_import",
    "check_documents",
    "close_import",
    "import_accounts",
    "import_documents",
    "import_payments",
    "import_settlements",
    "post_documents",
]
