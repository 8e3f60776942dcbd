"""Sentences of the freezes room."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "freeze_named": _("%(customer)s: %(scope)s"),
    "customer_frozen": _("Compliance has stopped this for the customer; please ask compliance."),
    "freeze_of_an_alert": _("This freeze belongs to an alert: it ends with the decision on the alert."),
    "freeze_already_ended": _("This freeze has already ended."),
    "freeze_not_proposed": _("Nobody has proposed to release this freeze yet."),
    "freeze_already_proposed": _("A release is already proposed; it waits for another person."),
    "freeze_needs_another_person": _("Who placed a freeze or proposed its release cannot release it: another person must."),
    "freeze_immutable": _("Freezes are never changed or removed; they end."),
    "freeze_not_ended_by_placer": _("Who placed a freeze cannot end it."),
    "freeze_released_by_two_others": _("A release takes two people, and neither may have placed the freeze."),
    "freeze_reason_given": _("Say why."),
    "proof_decided_while_frozen": _("decided at %(at)s, while a freeze of the customer was in force: have compliance look at it"),
    # What the trail says.
    "freeze.placed": _("Freeze placed on %(object)s"),
    "freeze.release_proposed": _("Release of the freeze proposed: %(object)s"),
    "freeze.ended": _("Freeze ended: %(object)s"),
}
