"""Sentences for mappings of tables."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "mapping_without_date": _("Say which column holds the booking date."),
    "mapping_without_amount": _("Say which column holds the amount, or which hold credits and debits."),
    "mapping_two_amounts": _("Either one column holds the amount or two hold credits and debits, not both."),
    "mapping_header_past_sample": _("The sample has only %(rows)s filled rows: the first entry must be among them."),
    "mapping_sample_too_large": _("The sample is larger than %(limit)s MB: a few days are enough."),
    "statementmapping_name_once": _("This account has a mapping of that name."),
    "statementmapping_used_has_columns": _("A mapping in use says what its columns mean."),
    "statementmapping_state_known": _("This state of a mapping is not known."),
    "mapping.started": _("Mapping %(object)s begun"),
    "mapping.saved": _("Mapping %(object)s saved"),
    "mapping.retired": _("Mapping %(object)s no longer used"),
    "bank_file_not_a_table": _("This is a file of kind %(found)s, which needs no mapping: only CSV and XLSX do."),
    "bank_file_mapping_used": _("Read with the saved mapping “%(name)s”."),
    "bank_file_mapping_misfit": _(
        "No saved mapping fits the headings: “%(name)s” lacks %(columns)s here. Make a mapping for this file, "
        "or import it by its own headings."
    ),
    "bank_file_row_amount_mark": _(
        "Row %(row)s has the amount “%(value)s”, which does not fit the decimal sign “%(mark)s” of mapping “%(name)s”."
    ),
    "bank_file_row_date_dmy": _("Row %(row)s has the date “%(value)s”, but mapping “%(name)s” says that the day comes first."),
    "bank_file_row_date_mdy": _("Row %(row)s has the date “%(value)s”, but mapping “%(name)s” says that the month comes first."),
    "bank_file_row_date_ymd": _("Row %(row)s has the date “%(value)s”, but mapping “%(name)s” says that the year comes first."),
}
