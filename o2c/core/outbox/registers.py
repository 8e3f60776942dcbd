"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.outbox.delivery import carry, hand_over
from o2c.core.outbox.models import Channel
from o2c.core.outbox.webhooks import call
from o2c.core.pages import menu

carry(Channel.EVENT, hand_over)
carry(Channel.WEBHOOK, call)
menu.add("core", _("Messages"), "outbox_list", "core.view_outbox", order=12)
menu.add("core", _("Webhooks"), "webhook_list", "core.view_webhooks", order=14)
