"""Sentences for receipts."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "receipt.identified": _("Receipt of %(amount)s %(currency)s put on account %(account)s"),
    "receipt.unidentified": _("Receipt of %(amount)s %(currency)s taken off the customer again"),
    "receipt_once_per_payment": _("This payment has its receipt already."),
    "receipt_amount_positive": _("A receipt has an amount above zero."),
    "receipt_on_one_customer": _("A receipt is on a customer's account, or it is not: never half."),
    "receipt_parked_says_why": _("Say why the money waits."),
    "receipt_amount_digits": _("The amount has more decimals than its currency allows."),
    "receipt_state_known": _("This state of a receipt is not known."),
    "receipt_other_entity": _("Account %(account)s belongs to another of our entities: the money came to a bank account of this one."),
    "receipt_other_currency": _("Account %(account)s is kept in %(currency)s: choose one in the currency of the payment."),
}
