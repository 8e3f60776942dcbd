"""Tables of this floor: each room has its own."""

from o2c.billing.controls.models import BillingException, ControlRun
from o2c.billing.corrections.models import Correction, CorrectionLine, CorrectionSpend
from o2c.billing.documents.models import Delivery, Document, DocumentDraft, DocumentLine, DocumentTax, Rendering, TaxRate
from o2c.billing.invoicing.models import BillingRun, RunDocument, RunItem, RunSpend
from o2c.billing.journal_export.models import AccountMapping, ExportedEntry, JournalExport
from o2c.billing.ledger.models import Allocation, JournalEntry, JournalLine, OpenItem
from o2c.billing.refunds.models import CardCapture, PaymentFile, RefundLine, RefundPayment, RefundRequest, StatusReport
from o2c.billing.spend.models import SpendBilling, SpendRecord

__all__ = [
    "AccountMapping",
    "Allocation",
    "BillingException",
    "BillingRun",
    "CardCapture",
    "ControlRun",
    "Correction",
    "CorrectionLine",
    "CorrectionSpend",
    "Delivery",
    "Document",
    "DocumentDraft",
    "DocumentLine",
    "DocumentTax",
    "ExportedEntry",
    "JournalEntry",
    "JournalExport",
    "JournalLine",
    "OpenItem",
    "PaymentFile",
    "RefundLine",
    "RefundPayment",
    "RefundRequest",
    "Rendering",
    "RunDocument",
    "RunItem",
    "RunSpend",
    "SpendBilling",
    "SpendRecord",
    "StatusReport",
    "TaxRate",
]
