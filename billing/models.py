"""Tables of this floor: each room has its own."""

from o2c.billing.controls.models import BillingException, ControlRun
from o2c.billing.corrections.models import Correction, CorrectionLine
from o2c.billing.documents.models import Delivery, Document, DocumentDraft, DocumentLine, DocumentTax, Rendering, TaxRate
from o2c.billing.ledger.models import Allocation, JournalEntry, JournalLine, OpenItem
from o2c.billing.refunds.models import CardCapture, PaymentFile, RefundLine, RefundPayment, RefundRequest, StatusReport
from o2c.billing.spend.models import SpendBilling, SpendRecord

__all__ = [
    "Allocation",
    "BillingException",
    "CardCapture",
    "ControlRun",
    "Correction",
    "CorrectionLine",
    "Delivery",
    "Document",
    "DocumentDraft",
    "DocumentLine",
    "DocumentTax",
    "JournalEntry",
    "JournalLine",
    "OpenItem",
    "PaymentFile",
    "RefundLine",
    "RefundPayment",
    "RefundRequest",
    "Rendering",
    "SpendBilling",
    "SpendRecord",
    "StatusReport",
    "TaxRate",
]
