"""Sentences for what the mail room refuses."""

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "mail.bounced": _("Came back: %(object)s"),
    "outbox.redelivered": _("Sent again: %(object)s"),
    "webhook.created": _("Created the webhook %(object)s"),
    "webhook.retired": _("Retired the webhook %(object)s"),
    "list.exported": _("List taken to Excel: %(list)s"),
    "mail:alert_handed_over": _("Alert handed to legal"),
    "mail:audit_anchor": _("Anchor of the audit trail"),
    "mail:case_answer": _("Answer to a case"),
    "mail:compliance_digest": _("Compliance digest"),
    "mail:credit_question": _("Question about a credit"),
    "mail:document_copies": _("Copies of documents"),
    "mail:document_issued": _("Document issued"),
    "mail:invitation": _("Invitation"),
    "mail:password_reset": _("New password"),
    "mail:payment_link": _("Payment link"),
    "mail:request_moved": _("News of a request"),
    "mail:statement": _("Statement of account"),
    "bounce_unknown": _("We sent no mail to %(recipient)s that this report can be about."),
    "mailtemplate_append_only": _("The versions of a mail's text are never changed: add a new version."),
}
