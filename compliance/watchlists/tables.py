"""Columns of the lists of sources, versions and loads."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.core.pages.tables import BuiltInView, Column, Table


class SourceTable(Table):
    title = _("Watchlists")
    nothing_yet = _("No list was loaded yet: nobody can be screened. Load one with “manage.py import_watchlist”.")
    columns = [
        Column(
            "name", _("list"), "link", sort="name", narrow=True, url=lambda source: f"{reverse('watchlist_versions')}?source={source.pk}"
        ),
        Column("freshness", _("freshness"), "badge", narrow=True),
        Column("good_load_at", _("last loaded"), "moment", sort="good_load_at"),
        Column("max_age_days", _("at least every (days)"), "number"),
        Column("active_number", _("active version"), "number"),
        Column("active_parties", _("parties"), "number", sort="active_parties"),
        Column("published_on", _("published on"), "date"),
        Column("active_since", _("active since"), "moment"),
        Column("last_outcome", _("last attempt"), "badge"),
    ]


class VersionTable(Table):
    title = _("List versions")
    columns = [
        Column("source", _("list"), narrow=True),
        Column("number", _("version"), "number", sort="number", narrow=True),
        Column("state", _("state"), "badge", narrow=True),
        Column("created_at", _("loaded at"), "moment", sort="created_at"),
        Column("created_by", _("loaded by")),
        Column("published_on", _("published on"), "date", sort="published_on"),
        Column("parties", _("parties"), "number"),
        Column("added", _("added"), "number"),
        Column("changed", _("changed"), "number"),
        Column("removed", _("removed"), "number"),
        Column(
            "decide", _("decide"), "link", of=lambda version: _("Accept") if version.state == "held" else "", url=lambda v: v.accept_url
        ),
        Column("sha256", _("SHA-256"), shown=False),
    ]
    views = [BuiltInView(_("Held"), "state=held")]


class LoadTable(Table):
    title = _("Attempts to load")
    columns = [
        Column("source", _("list"), narrow=True),
        Column("at", _("when"), "moment", sort="at", narrow=True),
        Column("by", _("by")),
        Column("outcome", _("outcome"), "badge", narrow=True),
        Column("version__number", _("version"), "number"),
        Column("error", _("what was wrong")),
    ]
    views = [BuiltInView(_("Refused"), "outcome=failed")]
