"""Sentences for entries that are no receivable."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "coding_own_account": _("The other side, %(account)s, is an account of ours."),
    "coding_by_code": _("The bank's code %(kind)s says what it is."),
    "coding_unknown": _("An entry cannot be coded to this control account."),
    "coding_too_large": _("Above %(most)s %(currency)s somebody with a right of their own codes an entry."),
    "line_not_booked": _("The entry is not booked yet: it was only announced."),
    "line_has_customer": _("The money is on a customer's account: take it off first."),
    "line_not_coded": _("The entry is not coded."),
    "statement_line.coded": _("Bank entry %(object)s coded to %(control_account)s"),
    "statement_line.uncoded": _("Coding of bank entry %(object)s taken back"),
    "statement_line.refund_confirmed": _("Bank entry %(object)s pays refund %(refund)s"),
}
