"""Sentences for what the audit trail refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "auditevent_append_only": _("Audit events are never changed or removed."),
    "auditanchor_append_only": _("Audit anchors are never changed or removed."),
    "event_missing": _("event number %(seq)s is missing"),
    "event_changed": _("event number %(seq)s is not the one that was written"),
    "head_changed": _("the head of the chain is not that of its last event"),
    "anchor_missing": _("the day has events and no anchor"),
    "anchor_changed": _("the anchor is not the one that was written"),
    "anchor_differs": _("the chains of the day are no longer those that were anchored"),
    "anchor_too_early": _("%(day)s is not over everywhere yet: it is anchored an hour after midnight UTC."),
    "anchor_out_of_order": _("A later day has its anchor already: days are anchored in order."),
    "version_without_event": _("changed on %(at)s outside every action that leaves a trace"),
    "did_other_half": _("%(who)s did “%(what)s” on this record on %(at)s: somebody else must take this step."),
    # Facts that are no field of a record.
    "fact.delegate_of": _("on behalf of"),
    "fact.expires_on": _("until"),
    "fact.hits": _("hits"),
    "fact.role": _("role"),
    "fact.roles": _("roles"),
    "fact.sha256": _("SHA-256"),
    "day.anchored": _("Audit trail of %(day)s anchored"),
}
