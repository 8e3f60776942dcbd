"""What we issued, or was issued before us: documents never change once they are posted."""

from o2c.billing.documents.models.delivery import Delivery, DeliveryState, Rendering
from o2c.billing.documents.models.document import SEAL, Document, DocumentKind, DocumentOrigin, Stream
from o2c.billing.documents.models.drafts import DocumentDraft, DraftState
from o2c.billing.documents.models.lines import LINE_SEAL, TAX_SEAL, DocumentLine, DocumentTax
from o2c.billing.documents.models.tax import TaxRate

__all__ = [
    "LINE_SEAL",
    "SEAL",
    "TAX_SEAL",
    "Delivery",
    "DeliveryState",
    "Document",
    "DocumentDraft",
    "DocumentKind",
    "DocumentLine",
    "DocumentOrigin",
    "DocumentTax",
    "DraftState",
    "Rendering",
    "Stream",
    "TaxRate",
]
