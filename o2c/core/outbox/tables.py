"""How messages are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.outbox.services import redeliver
from o2c.core.pages.tables import BuiltInView, BulkAction, Column, Table


class OutboxTable(Table):
    title = _("Messages")
    columns = [
        Column("topic", _("Message"), "link", sort="topic", narrow=True),
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
