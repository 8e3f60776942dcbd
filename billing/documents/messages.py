"""Sentences for what documents and their import refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "document_number_once": _("A document with this number already exists for this entity."),
    "document_gross_positive": _("A document needs an amount above zero."),
    "document_gross_digits": _("The amount has more decimals than its currency allows."),
    "document_kind_known": _("There is no such kind of document."),
    "document_origin_known": _("A document is issued here or imported."),
    "document_append_only": _("A posted document never changes: correct it with a credit note and a new document."),
    "receivables_rate_unreadable": _("“%(rate)s” is no rate: write a currency and its units per unit of base currency, such as USD=1.08."),
    "receivable_text": _("must be 1 to 40 printable characters"),
    "receivable_amount": _("must be an amount such as 1234.50, without grouping"),
    "receivable_digits": _("has more decimals than %(currency)s allows"),
    "receivable_day": _("must be a day such as 2026-01-31"),
    "receivable_currency": _("must be the three letters of a currency"),
    "receivable_type_amount": _("must be an invoice with a positive amount or a credit_note with a negative one"),
    "receivable_terms": _("falls %(days)s days after the invoice date: 0 to 365 are possible"),
    "receivable_open_above_amount": _("more is open than was invoiced"),
    "receivable_number_twice": _("the number stands in the file twice: only its first row is used"),
    "receivable_differs": _("already imported with another %(columns)s: posted documents never change"),
    "receivable_open_differs": _("the file says %(file)s is open, invoices and payments leave %(ledger)s"),
    "receivable_currency_without_rate": _(
        "no rate: %(count)s rows stay out. Load rates, or give one as --rate %(currency)s=... per unit of base currency"
    ),
    "receivable_payment_kind": _("must be bank or write_off"),
    "receivable_payment_amount": _("must not be zero, and a write-off is positive"),
    "receivable_payment_unknown_document": _("no invoice of this number has been imported"),
    "receivable_payment_unknown_account": _("a payment without invoice number needs a customer that has an account in its currency"),
    "receivable_payment_currency": _("the invoice is in %(currency)s"),
    "receivable_payment_customer": _("the invoice belongs to customer %(customer)s"),
    "receivable_payment_side": _("an invoice is paid with a positive amount, a credit note paid back with a negative one"),
    "receivable_payment_above_open": _("only %(open)s is open"),
    "account.imported": _("Account %(number)s imported"),
    "customer.imported": _("Customer imported"),
    "documents.imported": _("%(documents)s documents imported, %(first)s to %(last)s"),
    "payments.imported": _("%(payments)s payments imported"),
    "credit_notes.settled_by_import": _("%(documents)s credit notes settled as the imported file says"),
}
