"""What to do next with a customer, and the sentences that say why."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "escalate": _("Escalate"),
    "call": _("Call"),
    "write": _("Write"),
    "allocate_credit": _("Allocate the credit"),
    "remind_before_due": _("Remind before due"),
    "wait": _("Nothing to do"),
}

MESSAGES = {
    "why_escalate": _("The oldest invoice is %(days)s days overdue: the supervisor should decide."),
    "why_call": _("The oldest invoice is %(days)s days overdue: a letter was not enough."),
    "why_write": _("The oldest invoice is %(days)s days overdue: a friendly reminder."),
    "why_allocate_credit": _("Open credits cover what is overdue: clear them before asking for money."),
    "why_remind_before_due": _("A sum falls due within a week: a word beforehand helps."),
    "board_off_ledger": _(
        "The board shows %(currency)s %(shown)s where the ledger says %(true)s, or its buckets differ: take the snapshot again."
    ),
    "why_wait": _("Nothing is overdue and nothing falls due within a week."),
}
