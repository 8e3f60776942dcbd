"""What this room tells the house when it loads."""

from django.utils.translation import gettext_lazy as _

from o2c.core.mail.delivery import send
from o2c.core.mail.reference import sync_templates
from o2c.core.outbox.delivery import carry
from o2c.core.outbox.models import Channel
from o2c.core.pages import menu
from o2c.core.reference import reference

reference("mail templates", sync_templates)
carry(Channel.MAIL, send)
menu.add("core", _("Mail texts"), "mail_templates", "core.view_mail_templates", order=13)
