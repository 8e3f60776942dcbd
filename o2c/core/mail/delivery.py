"""Carrying the outbox's mails to the SMTP server."""

import smtplib
from dataclasses import asdict
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _
from django.utils.translation import override

from o2c.core.files.storage import open_stored
from o2c.core.mail.models import MailTemplate
from o2c.core.mail.rendering import Rendered, render, template_for
from o2c.core.outbox.models import Outbox
from o2c.core.outbox.rules import Undeliverable


def send(row: Outbox) -> str:
    """Hand one mail to the SMTP server; its Message-ID. The words are kept with the row, unless they are confidential.

    The Message-ID is the row's own, so a mail that was sent twice after a crash is the same mail to its reader.
    Raises Undeliverable when the server refuses for good or there is no such template.
    """
    rendered = _rendered(row)
    identity = message_id(row)
    mail = EmailMultiAlternatives(
        rendered.subject, rendered.text, to=[row.recipient], headers={"Message-ID": identity, "Auto-Submitted": "auto-generated"}
    )
    mail.attach_alternative(rendered.html, "text/html")
    for enclosure in row.enclosures.select_related("file").order_by("pk"):
        with open_stored(enclosure.file) as content:
            mail.attach(enclosure.name, content.read(), enclosure.file.mime)
    try:
        mail.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as refusal:
        if _for_good(refusal):
            raise Undeliverable(str(refusal)) from refusal
        raise
    _keep_no_secret(row, rendered)
    return identity


def message_id(row: Outbox) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{row.public_id}@{domain}>"


def _rendered(row: Outbox) -> Rendered:
    """The words of the first try: a newer template does not change what a retry says."""
    if row.rendered:
        return Rendered(**row.rendered)
    try:
        rendered = render(template_for(row.topic, row.language), row.payload)
    except MailTemplate.DoesNotExist as missing:
        raise Undeliverable(f"no template {missing}") from missing
    if not rendered.confidential:
        row.rendered = asdict(rendered)
        row.save(update_fields=["rendered"])
    return rendered


def _keep_no_secret(row: Outbox, rendered: Rendered) -> None:
    if rendered.confidential:
        with override(row.language):
            words = _("This mail held a personal link, so its text was not kept.")
        row.rendered = {**asdict(rendered), "text": words, "html": ""}
        row.payload = {}
        row.save(update_fields=["rendered", "payload"])


def _for_good(refusal: smtplib.SMTPException) -> bool:
    """Replies of 500 and above do not change by waiting. Source: RFC 5321, section 4.2.1."""
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in refusal.recipients.values())
    return isinstance(refusal, smtplib.SMTPResponseException) and refusal.smtp_code >= 500
