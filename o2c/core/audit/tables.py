"""The trail as a list."""

from django.utils.translation import gettext_lazy as _

from o2c.core.audit.models import AuditEvent
from o2c.core.audit.words import kind_of, object_of, said, who
from o2c.core.pages.tables import BuiltInView, Column, Table


def _kind(row: AuditEvent) -> str:
    return kind_of(row.object_type)


class EventTable(Table):
    title = _("Audit trail")
    columns = [
        Column("at", _("At"), "moment", sort="at", narrow=True),
        Column("who", _("Who"), sort="actor__name", of=who, narrow=True),
        Column("what", _("What"), "text", sort="action", of=said, narrow=True),
        Column("object_label", _("On"), "link", sort="object_label", of=object_of),
        Column("kind", _("Kind"), sort="object_type", of=_kind),
        Column("chain__entity", _("Entity"), sort="chain__entity__code"),
        Column("reason", _("Reason")),
        Column("source", _("Came by"), sort="source", shown=False),
        Column("verb", _("Verb"), sort="verb", shown=False),
        Column("request_id", _("Request"), shown=False),
    ]
    order = ["-at"]
    views = [BuiltInView(_("By the night"), "source=job"), BuiltInView(_("Imports"), "source=import")]
