"""What this room tells the house when it loads."""

from collections.abc import Iterator

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from o2c.core.access.models import User
from o2c.core.outbox.delivery import carry, hand_over
from o2c.core.outbox.models import Channel, Outbox
from o2c.core.outbox.webhooks import call
from o2c.core.pages import menu, timeline
from o2c.core.pages.timeline import TimelineEntry
from o2c.core.sentences import words_of


def written(about: Model, actor: User, limit: int) -> Iterator[TimelineEntry]:
    """The mails about an object for its timeline: to whom, what, and whether it arrived."""
    mails = Outbox.objects.filter(channel=Channel.MAIL, subject_type=about._meta.label_lower, subject_id=about.pk)
    opens = actor.may("core.view_outbox")
    for mail in mails.select_related("created_by").order_by("-pk")[:limit]:
        subject = mail.rendered.get("subject") or words_of(f"mail:{mail.topic}") or mail.topic
        said = {"subject": subject, "recipient": mail.recipient, "state": mail.get_state_display()}
        title = gettext("%(subject)s, to %(recipient)s (%(state)s)") % said
        url = mail.get_absolute_url() if opens else ""
        yield TimelineEntry(mail.created_at, _("mails"), title, who=str(mail.created_by or ""), url=url, icon="mail")


timeline.source("mails", written)
carry(Channel.EVENT, hand_over)
carry(Channel.WEBHOOK, call)
menu.add("core", _("Messages"), "outbox_list", "core.view_outbox", order=12)
menu.add("core", _("Webhooks"), "webhook_list", "core.view_webhooks", order=14)
