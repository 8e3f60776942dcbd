"""How the texts of our mails are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages.tables import Column, Table
from o2c.core.sentences import words_of


class MailTemplateTable(Table):
    title = _("Mail texts")
    columns = [
        Column("code", _("Mail"), "link", sort="code", narrow=True, words=lambda row: words_of(f"mail:{row.code}") or row.code),
        Column("language", _("Language"), "code", sort="language", narrow=True),
        Column("version", _("Version"), "number", sort="version"),
        Column("newest", _("Version in use"), "number"),
        Column("subject", _("Subject")),
        Column("created_at", _("Written"), "moment", sort="created_at"),
    ]
