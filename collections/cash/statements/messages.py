"""Sentences for bank files, statements and entries."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "bank_file_account_unknown": _("Account “%(account)s” is not one of ours as it is written: choose which it is."),
    "bank_file_account_check_digits": _(
        "The check digits of our account “%(account)s” are wrong, so it is none that is set up: choose which it is, or ask the bank."
    ),
    "bank_file_statement_difference": _("Opening balance and entries miss the closing balance by %(difference)s %(currency)s: say why."),
    "bank_file_statement_gap": _(
        "A statement of %(account)s is missing: the last one ended on %(last)s with %(closing)s, this one begins with %(opening)s."
    ),
    "bank_file_statement_other_currency": _("The statement is in %(currency)s, %(account)s is kept in %(account_currency)s."),
    "bank_file_period_not_opened": _("The month %(month)s of %(entity)s has never been opened for posting: open it, then try again."),
    "bank_file_rate_missing": _("There is no rate for %(currency)s on %(day)s: load the rates, then try again."),
    "bank_file_amount_digits": _("%(amount)s has more decimals than %(currency)s allows."),
    "bank_file_account_not_ours": _("There is no bank account of ours with the IBAN or name “%(account)s”."),
    "bank_file_not_base64": _("The content must be the bytes of the file in base64."),
    "statement_file_known": _("This file was imported already, on %(when)s by %(who)s."),
    "statement_difference": _("Opening balance and entries miss the closing balance by %(difference)s %(currency)s: say why."),
    "statement_gap": _(
        "A statement of %(account)s is missing: the last one ended on %(last)s with %(closing)s, this one begins with %(opening)s."
    ),
    "statement_other_currency": _("The statement is in %(currency)s, %(account)s is kept in %(account_currency)s."),
    "statement_file.received": _("Bank file %(object)s received"),
    "statement_file.read": _("Bank file %(object)s read as it came"),
    "statement_file.queued": _("Bank file %(object)s handed to a worker"),
    "statement_file.answered": _("Questions of bank file %(object)s answered"),
    "statement_file.asking": _("Bank file %(object)s waits for an answer"),
    "statement_file.done": _("Bank file %(object)s imported: %(new_entries)s new entries"),
    "statement_file.refused": _("Bank file %(object)s refused"),
    "bank_statement.imported": _("Statement %(object)s imported: %(new)s new entries of %(entries)s"),
    "bank_statement.compared": _("Statement %(object)s came again: %(new)s new entries of %(entries)s"),
    "statementfile_state_known": _("This state of a file is not known."),
    "statementfile_outcome_known": _("This outcome of a file is not known."),
    "accountspelling_append_only": _("How a bank writes an account is chosen once."),
    "bankstatement_once": _("This statement has been imported already."),
    "bankstatement_difference_explained": _("A difference is accepted with a reason only."),
    "bankstatement_kind_known": _("This kind of statement is not known."),
    "bankstatement_opening_digits": _("A balance has more decimals than its currency allows."),
    "bankstatement_closing_digits": _("A balance has more decimals than its currency allows."),
    "bankstatement_credits_digits": _("A sum has more decimals than its currency allows."),
    "bankstatement_debits_digits": _("A sum has more decimals than its currency allows."),
    "bankstatement_immutable": _("Imported statements never change."),
    "statementline_amount_not_negative": _("An entry has a direction, not a sign."),
    "statementline_says_why": _("Say why the entry is set aside."),
    "statementline_amount_digits": _("An entry has more decimals than its currency allows."),
    "statementline_direction_known": _("An entry is a credit or a debit."),
    "statementline_state_known": _("This state of an entry is not known."),
    "linekey_never_twice": _("This entry has been imported already."),
    "linekey_one_per_channel": _("This entry was told this way already."),
    "linekey_append_only": _("By what an entry is known never changes."),
    "bankdayreview_once": _("This day has been signed already."),
    "bankdayreview_append_only": _("A signed day never changes."),
}
