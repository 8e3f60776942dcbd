"""The closed lists of the ledger."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ControlAccount(models.TextChoices):
    """What the journal knows about; finance maps each to an account number of its own."""

    RECEIVABLE = "receivable", _("receivable")
    UNAPPLIED = "unapplied", _("unapplied cash")
    UNIDENTIFIED = "unidentified", _("unidentified cash")
    REVENUE = "revenue", _("revenue")
    TAX = "tax", _("tax")
    BANK = "bank", _("bank")
    CHEQUES = "cheques", _("cheques in hand")
    DIRECT_DEBIT = "direct_debit", _("direct debit in transit")
    REFUNDS_PAYABLE = "refunds_payable", _("refunds payable")
    DISCOUNT = "discount", _("discount")
    BANK_CHARGES = "bank_charges", _("bank charges")
    WITHHOLDING_TAX = "withholding_tax", _("withholding tax")
    SMALL_DIFFERENCES = "small_differences", _("small differences")
    WRITE_OFF = "write_off", _("write-off")
    CURRENCY_RESULT = "currency_result", _("currency result")
    FEES = "fees", _("fees")
    INTEREST = "interest", _("bank interest")
    TRANSFERS = "transfers", _("own transfers")
    CLEARING = "clearing", _("settled outside, imported")


class EntryKind(models.TextChoices):
    INVOICE = "invoice", _("invoice")
    CREDIT_NOTE = "credit_note", _("credit note")
    DEBIT_NOTE = "debit_note", _("debit note")
    FEE_NOTE = "fee_note", _("fee")
    INTEREST_NOTE = "interest_note", _("interest")
    RECEIPT = "receipt", _("receipt")
    RETURN = "return", _("returned payment")
    REFUND = "refund", _("refund")
    WRITE_OFF = "write_off", _("write-off")
    RECOVERY = "recovery", _("recovery")
    DEDUCTION = "deduction", _("deduction")
    SETTLEMENT = "settlement", _("settled outside, imported")
    ALLOCATION = "allocation", _("allocation")
    REVERSAL = "reversal", _("reversal")


SALES = [EntryKind.INVOICE, EntryKind.DEBIT_NOTE, EntryKind.CREDIT_NOTE]


class Side(models.TextChoices):
    DEBIT = "debit", _("debit")
    CREDIT = "credit", _("credit")


class ItemState(models.TextChoices):
    OPEN = "open", _("open")
    PARTLY = "partly", _("partly settled")
    CLOSED = "closed", _("closed")


class Method(models.TextChoices):
    """How an allocation came about."""

    MANUAL = "manual", _("by hand")
    AUTOMATIC = "automatic", _("automatically")
    IMPORTED = "imported", _("imported")
    CORRECTION = "correction", _("by a correction")
    REVERSAL = "reversal", _("by a reversal")
