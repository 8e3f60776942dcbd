"""Filters of the lists of versions, loads and parties."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.compliance.watchlists.models import WatchlistEntry, WatchlistLoad, WatchlistVersion
from o2c.core.pages.filters import FilterSet

KINDS = [("person", _("person")), ("organisation", _("organisation")), ("vessel", _("vessel")), ("aircraft", _("aircraft"))]
CHANGES = [("added", _("added")), ("changed", _("changed")), ("removed", _("removed"))]


class VersionFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = WatchlistVersion
        fields = ["source", "state"]


class LoadFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = WatchlistLoad
        fields = ["source", "outcome"]


class PartyFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name or number"), method="by_name")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=KINDS)

    class Meta(FilterSet.Meta):
        model = WatchlistEntry
        fields = ["q", "source", "kind"]

    def by_name(self, rows: QuerySet[WatchlistEntry], name: str, value: str) -> QuerySet[WatchlistEntry]:
        return rows.filter(name__icontains=value) | rows.filter(key=value)


class ChangeFilter(FilterSet):
    change = django_filters.ChoiceFilter(label=_("What happened"), choices=CHANGES)

    class Meta(FilterSet.Meta):
        model = WatchlistEntry
        fields = ["change"]
