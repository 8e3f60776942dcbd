"""Sentences for remittance advices."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "advice.stored": _("Advice kept: %(lines)s lines, %(paid)s"),
    "advice.withdrawn": _("Advice withdrawn: %(reason)s"),
    "advice_does_not_add_up": _("The advice says %(total)s, its lines sum to %(lines)s: ask the payer which is right."),
    "remittanceadvice_number_once": _("There is an advice with this number already: withdraw it first."),
    "remittanceadvice_withdrawn_says_why": _("Say why the advice is withdrawn."),
    "remittanceadvice_state_known": _("This state of an advice is not known."),
    "remittanceadvice_total_digits": _("The total has more decimals than its currency allows."),
    "remittanceadvice_paid_digits": _("A line has more decimals than its currency allows."),
    "remittanceadvice_immutable": _("An advice stays as it was sent."),
    "adviceline_once": _("A line stands once."),
    "adviceline_paid_digits": _("A line has more decimals than its currency allows."),
    "adviceline_deduction_digits": _("A deduction has more decimals than its currency allows."),
    "adviceline_append_only": _("An advice stays as it was sent."),
}
