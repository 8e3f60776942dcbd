"""Columns of the list of screening runs."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Table


class RunTable(Table):
    title = _("Screenings")
    nothing_yet = _("Nobody was screened yet: the first run follows the first watchlist.")
    columns = [
        Column("kind", _("what"), narrow=True),
        Column("day", _("day"), "date", sort="day", narrow=True),
        Column("state", _("state"), "badge", sort="state", narrow=True),
        Column("against", _("list versions"), of=lambda run: ", ".join(str(version) for version in run.versions.all())),
        Column("customers", _("customers"), "number", sort="customers"),
        Column("subjects", _("names screened"), "number"),
        Column("hits", _("hits"), "number", sort="hits"),
        Column("alerts", _("alerts opened"), "number", sort="alerts"),
        Column("suppressed", _("suppressed"), "number"),
        Column("created_at", _("started at"), "moment", sort="created_at"),
        Column("finished_at", _("finished at"), "moment"),
        Column("created_by", _("by"), shown=False),
        Column("engine_version", _("engine"), shown=False),
        Column("config_version", _("configuration"), shown=False),
    ]
    views = [BuiltInView(_("All customers"), "kind=full")]
