"""Sentences for what the cheque register refuses, finds and tells."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "cheque_once": _("A cheque with this number of this drawer and bank is registered already."),
    "cheque_dated_ahead": _("The cheque is dated %(dated)s, after it was received on %(received)s: it cannot be banked yet."),
    "cheque_amount_positive": _("A cheque is over an amount above zero."),
    "cheque_amount_digits": _("The amount has more decimals than its currency."),
    "cheque_on_a_slip": _("A cheque that went to the bank is on a deposit slip."),
    "cheque_says_why": _("Say why: the bank's reason, or what is wrong with the cheque."),
    "cheque_state_known": _("This is no state of a cheque."),
    "cheque_fee_needs_customer": _("Nobody owes this fee: the cheque was on no customer's account."),
    "cheque_not_credited": _("%(cheque)s: the bank has not credited its slip yet."),
    "chequeday_closed": _("The cheques of %(day)s are closed: register it on the next day."),
    "chequeday_once": _("The cheques of this day are closed already."),
    "cheques_loose": _("These cheques are on no deposit slip: %(cheques)s."),
    "cheque_day_own": _("You recorded %(what)s yourself: somebody else closes this day."),
    "slip_empty": _("Choose at least one cheque."),
    "slip_mixed": _("All cheques of a slip are in the currency and of the entity of the account %(account)s (%(currency)s)."),
    "slip_before_cheque": _("%(cheque)s came after that day."),
    "slip_other_account": _("This is no credit booked on the account of the slip (%(account)s)."),
    "slip_amount_differs": _("The slip is over %(total)s, the bank entry over %(amount)s."),
    "slip_entry_taken": _("This bank entry is explained already, or holds several payments."),
    "depositslip_number_once": _("There is a deposit slip with this number already."),
    "depositslip_not_empty": _("A deposit slip holds at least one cheque."),
    "depositslip_credited_by_entry": _("A credited slip names the bank entry that shows it."),
    "depositslip_total_digits": _("The total has more decimals than its currency."),
    "depositslip_state_known": _("This is no state of a deposit slip."),
    # What the nightly proof finds.
    "cheque_loose": _("%(cheque)s, received on %(received)s, is on no deposit slip."),
    "cheque_day_open": _("Nobody closed the cheques of %(day)s of %(entity)s."),
    # What timelines say.
    "cheque.received": _("Cheque %(object)s received"),
    "cheque.on_slip": _("Cheque %(object)s put on a deposit slip"),
    "cheque.banked": _("Cheque %(object)s banked"),
    "cheque.cleared": _("Cheque %(object)s cleared"),
    "cheque.bounced": _("Cheque %(object)s bounced"),
    "cheque.returned_to_drawer": _("Cheque %(object)s returned to the drawer"),
    "slip.made": _("Deposit slip %(object)s made"),
    "slip.banked": _("Deposit slip %(object)s banked"),
    "slip.credited": _("Deposit slip %(object)s credited by the bank"),
    "cheque_day.closed": _("Cheques of a day closed"),
}
