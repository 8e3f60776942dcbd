"""Sentences for returned payments."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "return_not_a_debit": _("A return takes money away: only a booked debit can be one."),
    "return_original_unknown": _("The references lead to %(count)s payments, not to one: say which receipt came back."),
    "return_less_than_original": _("The bank took %(amount)s %(currency)s, the payment was %(original)s: choose another receipt."),
    "return_fee_other_currency": _("The payment was in %(currency)s: bill the fee on an account of its own."),
    "return_task": _("Payment of %(amount)s by %(customer)s came back: %(why)s"),
    "return_task_advice": _("%(next)s"),
    "return_task_unexplained": _("Payment of %(amount)s by %(customer)s came back"),
    "return_task_unexplained_advice": _("%(next)s"),
    "return_unknown_next": _("The bank gives no code we know. The invoices are open again: call the customer."),
    "receipt.returned": _("Receipt of %(amount)s %(currency)s came back from the bank"),
}
