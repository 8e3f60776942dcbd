"""Sentences for what the room of corrections refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "correction_keeps_records": _("correction %(correction)s is under way"),
    "correction_named": _("Correction of %(document)s"),
    "correction_one_open_per_document": _("A correction of this document is under way already: finish or withdraw that one first."),
    "correction_nothing_left": _("%(document)s was credited in full already: there is nothing left to correct."),
    "correction_explained": _("Say what is wrong, so that whoever asks later gets an answer."),
    "correction_executed_has_documents": _("A posted correction names the documents it brought about."),
    "correction_refusal_says_why": _("Say why the correction is given up."),
    "correction_empty": _("The lines come to nothing: say what is credited or billed."),
    "correction_needs_rebill": _("With this cause the invoice itself is wrong: credit it and bill anew."),
    "correction_above_original": _("Credited would be %(credited)s, but only %(left)s of the original are left to credit."),
    "correction_above_line": _("Line %(position)s: credited would be %(credited)s, but only %(left)s of it are left to credit."),
    "correction_credits_no_line": _("The original has no such line: credit one of its lines, or only bill this one."),
    "correction_only_credits": _("A credit note bills nothing. Choose credit note and new invoice to bill this line again."),
    "correction_only_debits": _("A debit note credits nothing. Choose a credit note, or credit note and new invoice."),
    "correction_changes_nothing": _(
        "The new invoice would say the same as the first: change a line, the account, the order or the reference."
    ),
    "correction_kind_known": _("This is none of credit note, credit note and new invoice, debit note."),
    "correction_cause_known": _("This is no cause of a correction."),
    "correction_team_known": _("This is no team an error may arise in."),
    "correction_state_known": _("This is no state of a correction."),
    "correction_credited_digits": _("The amount credited has more decimals than its currency."),
    "correction_rebilled_digits": _("The amount billed anew has more decimals than its currency."),
    "correctionline_position_once": _("Two lines cannot have the same number."),
    "correctionline_original_once": _("A line of the original stands in a correction once."),
    "correctionline_prices_not_negative": _("Prices are positive; a discount is a negative quantity."),
    "correctionline_ends_after_start": _("The service ends after it starts."),
    "correction_document_unknown": _("This customer has no invoice or debit note %(document)s within your reach."),
    "correctionspend_once": _("The line gives this record of spend back already."),
    "correctionspend_gives_back": _("A record of spend is given back with a negative difference."),
    "correction_off_spend": _("Line %(position)s: it must credit %(amount)s, the difference of the spend it gives back."),
    "correction_spend_changed": _("Spend it gives back was corrected again or billed meanwhile: withdraw it and propose anew."),
    "run_no_credit_to_propose": _(
        "No credit is to be proposed: what is due is under way in corrections, or its invoice line has not enough left."
    ),
    # What timelines say.
    "billing_run.credits_proposed": _("%(corrections)s credits proposed for %(records)s records of spend"),
    "correction.opened": _("%(object)s opened"),
    "correction.edited": _("%(object)s changed"),
    "correction.line_edited": _("A line of %(object)s changed"),
    "correction.submitted": _("%(object)s submitted for approval"),
    "correction.approved": _("%(object)s approved"),
    "correction.rejected": _("%(object)s rejected"),
    "correction.withdrawn": _("%(object)s withdrawn"),
    "correction.executed": _("%(object)s posted"),
}
