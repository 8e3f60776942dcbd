"""Sentences for what the audit trail refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "auditevent_append_only": _("Audit events are never changed or removed."),
    "auditanchor_append_only": _("Audit anchors are never changed or removed."),
    "event_missing": _("event number %(seq)s is missing"),
    "event_changed": _("event number %(seq)s is not the one that was written"),
}
