"""How jobs are listed."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages.tables import BuiltInView, Column, Table


class JobTable(Table):
    title = _("Jobs")
    columns = [
        Column("title", _("Job"), "link", narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("entity__code", _("Entity"), "code", sort="entity__code"),
        Column("day", _("Day"), "date", sort="day"),
        Column("requested_by", _("Requested by"), sort="requested_by__name"),
        Column("started_at", _("Started"), "moment", sort="started_at"),
        Column("seconds", _("Seconds"), "number"),
        Column("processed", _("Rows"), "number", sort="processed", narrow=True),
        Column("findings", _("Findings"), "number", sort="findings"),
    ]
    order = ["-created_at"]
    views = [BuiltInView(_("Under way"), "state=queued&state=running"), BuiltInView(_("Failed"), "state=failed")]
    nothing_yet = _("No job has run yet. Imports, exports and the steps of the night appear here.")
