"""How messages are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.outbox.services import redeliver
from o2c.core.pages.tables import BuiltInView, BulkAction, Column, Create, Table
from o2c.core.sentences import words_of


class OutboxTable(Table):
    title = _("Messages")
    columns = [
        Column("topic", _("Message"), "link", sort="topic", narrow=True, words=lambda row: words_of(f"mail:{row.topic}") or row.topic),
        Column("channel", _("Channel"), sort="channel"),
        Column("recipient", _("Recipient"), sort="recipient", narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("tries", _("Tries"), "number", sort="tries"),
        Column("created_at", _("Written"), "moment", sort="created_at"),
        Column("sent_at", _("Sent"), "moment", sort="sent_at"),
        Column("error", _("Last error")),
    ]
    order = ["-created_at"]
    views = [BuiltInView(_("Given up"), "state=dead"), BuiltInView(_("Bounced"), "state=bounced")]
    actions = [BulkAction("redeliver", _("Try again"), redeliver)]
    nothing_yet = _("No message has left the house yet: mails, letters and events for other parts appear here.")


class WebhookTable(Table):
    title = _("Webhooks")
    columns = [
        Column("name", _("Name"), "link", sort="name", narrow=True),
        Column("url", _("Address"), "code", sort="url", narrow=True),
        Column("topics", _("Events"), of=lambda hook: ", ".join(hook.topics)),
        Column("is_active", _("Active"), of=lambda hook: _("yes") if hook.is_active else _("no")),
        Column("created_at", _("Created"), "moment", sort="created_at"),
    ]
    create = Create(_("New webhook"), "webhook_new", "core.create_webhook")
    nothing_yet = _("No other system hears of our events yet.")
