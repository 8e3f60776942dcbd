"""Sentences of the journal for finance."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "mapping_missing": _("No account number holds for %(accounts)s, needed from %(day)s on: propose one, then export again."),
    "mapping_already_exported": _("Entries until %(day)s were handed over under another number: choose a later day."),
    "export_nothing": _("Everything of %(entity)s in %(month)s was handed over already."),
    "export_unbalanced": _("Debits and credits differ by %(difference)s: nothing was handed over; look at the proofs."),
    "export_differs": _("The rows no longer give the file that was handed over (%(export)s): look at the proofs before using it."),
    "accountmapping_state_known": _("A mapping is proposed or active."),
    "accountmapping_control_account_known": _("The ledger does not know this control account."),
    "accountmapping_number_plain": _("An account number is letters, digits, dots and dashes."),
    "accountmapping_ends_after_start": _("A mapping ends after it began."),
    "accountmapping_one_a_day": _("Another number holds for this control account on some of these days."),
    "journalexport_first_of_month": _("An export is of one month."),
    "journalexport_total_digits": _("The total has more decimals than its currency."),
    "journalexport_append_only": _("What was handed over stays as it is."),
    "exportedentry_append_only": _("What was handed over stays as it is."),
    "billing_exportedentry_entry_id_key": _("An entry was handed over already: try again."),
    "mapping.proposed": _("Account number proposed: %(object)s"),
    "mapping.active": _("Account number %(object)s holds"),
    "mapping.ended": _("Account number %(object)s ends"),
    "journal.exported": _("Journal %(object)s handed over"),
}
