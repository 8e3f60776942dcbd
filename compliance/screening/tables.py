"""Columns of the list of screening runs."""

from django.utils.translation import gettext_lazy as _

from o2c.core.pages import BuiltInView, Column, Create, Table


class ConfigTable(Table):
    title = _("Screening configuration")
    nothing_yet = _("The engine's own numbers count; nobody has proposed others.")
    create = Create(_("Propose another"), "screening_config_propose", "compliance.propose_screening_config")
    columns = [
        Column("number", _("Version"), "link", sort="number", narrow=True, words=lambda config: str(config.number)),
        Column("state", _("State"), "badge", narrow=True),
        Column("reason", _("Reason")),
        Column("created_by", _("Proposed by")),
        Column("created_at", _("Proposed at"), "moment", sort="created_at"),
        Column("decided_by", _("Decided by")),
        Column("decided_at", _("Decided at"), "moment"),
    ]


class RunTable(Table):
    title = _("Screenings")
    nothing_yet = _("Nobody was screened yet: the first run follows the first watchlist.")
    columns = [
        Column("kind", _("What"), narrow=True),
        Column("day", _("Day"), "date", sort="day", narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("changed", _("Changed by")),
        Column("against", _("List versions"), of=lambda run: ", ".join(str(version) for version in run.versions.all())),
        Column("customers", _("Customers"), "number", sort="customers"),
        Column("subjects", _("Names screened"), "number"),
        Column("hits", _("Hits"), "number", sort="hits"),
        Column("alerts", _("Alerts opened"), "number", sort="alerts"),
        Column("suppressed", _("Suppressed"), "number"),
        Column("created_at", _("Started at"), "moment", sort="created_at"),
        Column("finished_at", _("Finished at"), "moment"),
        Column("created_by", _("By"), shown=False),
        Column("engine_version", _("Engine"), shown=False),
        Column("config_version", _("Configuration"), shown=False),
    ]
    views = [
        BuiltInView(_("Whole runs"), "kind=full&kind=delta"),
        BuiltInView(_("All customers"), "kind=full"),
        BuiltInView(_("Changed parties"), "kind=delta"),
        BuiltInView(_("Single customers"), "kind=some"),
    ]
