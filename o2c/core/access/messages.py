"""Sentences for what verbs and doors refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "busy_elsewhere": _("Someone else is working on this right now. Try again in a moment."),
    "gone_or_out_of_reach": _("One of the rows no longer exists or is outside what you may see. Reload the page."),
    "changed_since": _("This was changed since you opened it. Look at the new values and save again."),
    "approval_needed": _("This takes two people: ask for it, and it happens when another person has approved it."),
    "wrong_state": _("This is not possible in the state “%(state)s”: it cannot become “%(wanted)s”."),
    "gate_closed": _("Not allowed for this customer: %(reasons)s"),
    "gate_unanswered": _("nothing answers the question “%(gate)s”, so the answer is no"),
    "grant_ends_after_start": _("A grant must end after it starts."),
    "cover_ends_after_start": _("A cover must end after it starts."),
    "cover_not_by_oneself": _("Nobody covers for themselves: choose another person."),
    "cover_one_person_at_a_time": _("Somebody already covers for this person in these days: choose other days or cancel the other cover."),
}
