"""Sentences for what spend refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "spendrecord_once": _("This record of this source is already there."),
    "spendrecord_not_negative": _("Spend and units are zero or more: correct a record with a new one that replaces it."),
    "spendrecord_named": _("A record names its source and its id there."),
    "spendrecord_amount_digits": _("The amount has more decimals than its currency allows."),
    "spendrecord_append_only": _("Spend records never change: import a record that corrects it."),
    "spendbilling_append_only": _("What was billed stays billed: correct the document."),
    "spendbilling_amount_digits": _("The amount has more decimals than its currency allows."),
    "billing_spendbilling_spend_id_key": _("This spend has been billed already."),
    "billing_spendrecord_corrects_id_key": _("This record has already been corrected: correct the correction."),
    "spend_text": _("must be 1 to 80 printable characters"),
    "spend_number": _("must be a number such as 1234.50, zero or more"),
    "spend_digits": _("has more decimals than %(currency)s allows"),
    "spend_day": _("must be a day such as 2026-01-31"),
    "spend_currency": _("must be the three letters of a currency"),
    "spend_twice": _("stands in the file twice: only its first row is used"),
    "spend_campaign_unknown": _("no campaign has this external id"),
    "spend_differs": _("already imported with other values: send a record that corrects it"),
    "spend_corrects_unknown": _("this source has no record of that id"),
    "spend_corrects_corrected": _("that record is already corrected: correct the correction"),
    "spend_corrects_other_currency": _("that record is in another currency"),
    "spend_rows": _("Send between 1 and %(most)s records at a time."),
    "spend_corrects_other_campaign": _("that record belongs to another campaign"),
    "spend.imported": _("%(rows)s spend records imported from %(source)s"),
}
