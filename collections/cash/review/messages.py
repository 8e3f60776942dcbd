"""Sentences for the daily review."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "bank_day_ahead": _("%(day)s has not come yet: sign a day that is over."),
    "bank_day_without_statement": _("There is no statement of %(account)s for %(day)s: import it first."),
    "bank_day_explain": _("%(count)s entries are still unmatched: say why the day is in order all the same."),
    "bank_day.signed": _("Banking day %(day)s signed: %(unmatched)s unmatched, %(parked)s parked"),
    "proof_bank_day_statement": _("no statement of %(account)s for %(day)s: ask the bank for it"),
    "proof_bank_day_review": _("nobody has signed %(day)s of %(account)s"),
    "proof_entry_not_booked": _("the entry and its posting on the bank account differ"),
    "proof_bank_balance": _("on %(day)s the bank states %(bank)s, our postings make %(book)s: a statement is missing or an entry is twice"),
    "proof_unidentified_differs": _("unidentified cash is %(journal)s in the journal and %(told)s in receipts and open debits"),
    "proof_receipt_without_item": _("the receipt is said to be on a customer, whose account has no such item"),
}
