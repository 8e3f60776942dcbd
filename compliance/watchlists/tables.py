"""Columns of the lists of sources, versions and loads."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.compliance.watchlists.shown import kind_words
from o2c.core.pages.tables import BuiltInView, Column, Table


class SourceTable(Table):
    title = _("Watchlists")
    nothing_yet = _("No list was loaded yet: nobody can be screened. Load one with “manage.py import_watchlist”.")
    columns = [
        Column(
            "name", _("List"), "link", sort="name", narrow=True, url=lambda source: f"{reverse('watchlist_versions')}?source={source.pk}"
        ),
        Column("freshness", _("Freshness"), "badge", narrow=True),
        Column("good_load_at", _("Last loaded"), "moment", sort="good_load_at"),
        Column("max_age_days", _("At least every (days)"), "number"),
        Column("active_number", _("Active version"), "number"),
        Column("active_parties", _("Parties"), "number", sort="active_parties"),
        Column("published_on", _("Published on"), "date"),
        Column("active_since", _("Active since"), "moment"),
        Column("last_outcome", _("Last attempt"), "badge"),
    ]


class VersionTable(Table):
    title = _("List versions")
    columns = [
        Column("source", _("List"), "link", narrow=True),
        Column("number", _("Version"), "number", sort="number", narrow=True),
        Column("state", _("State"), "badge", narrow=True),
        Column("created_at", _("Loaded at"), "moment", sort="created_at"),
        Column("created_by", _("Loaded by")),
        Column("published_on", _("Published on"), "date", sort="published_on"),
        Column("parties", _("Parties"), "number"),
        Column("added", _("Added"), "number"),
        Column("changed", _("Changed"), "number"),
        Column("removed", _("Removed"), "number"),
        Column(
            "decide",
            _("Decide"),
            "action",
            of=lambda version: _("Accept") if version.state == "held" else "",
            url=lambda v: v.accept_url,
            permission="compliance.accept_watchlist_version",
        ),
        Column("sha256", _("SHA-256"), shown=False),
    ]
    views = [BuiltInView(_("Held"), "state=held")]


class LoadTable(Table):
    title = _("Attempts to load")
    columns = [
        Column("source", _("List"), narrow=True),
        Column("at", _("When"), "moment", sort="at", narrow=True),
        Column("by", _("By")),
        Column("outcome", _("Outcome"), "badge", narrow=True),
        Column("version__number", _("Version"), "number"),
        Column("error", _("What was wrong")),
    ]
    views = [BuiltInView(_("Refused"), "outcome=failed")]


def _changed(entry: Any) -> str:
    words = {"added": _("added"), "changed": _("changed"), "removed": _("removed")}
    return str(words[entry.change])


class PartyTable(Table):
    title = _("Listed parties")
    nothing_yet = _("No list was loaded yet.")
    columns = [
        Column("name", _("Name"), "link", sort="name", narrow=True),
        Column("kind", _("Kind"), of=lambda entry: kind_words(entry.kind)),
        Column("source", _("List"), narrow=True),
        Column("key", _("Publisher's number"), "code"),
        Column("since__number", _("As it is since version"), "number"),
    ]


class ChangeTable(Table):
    title = _("What the version changed")
    columns = [
        Column("name", _("Name"), "link", sort="name", narrow=True),
        Column("change", _("What happened"), narrow=True, of=lambda entry: entry.change, words=_changed),
        Column("kind", _("Kind"), of=lambda entry: kind_words(entry.kind)),
        Column("key", _("Publisher's number"), "code"),
    ]
