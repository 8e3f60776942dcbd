"""Sentences for what statements refuse."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "statement.issued": _("Statement of account issued: %(object)s"),
    "statement.requested": _("Statement of account asked for: %(object)s"),
    "statement_period": _("A statement cannot start on %(from_on)s and end before, on %(as_of)s: choose an earlier start."),
    "contact_unreachable": _("No mail can reach one of these contacts: choose contacts with a valid address."),
}
