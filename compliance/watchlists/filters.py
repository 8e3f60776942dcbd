"""Filters of the lists of versions and loads."""

from o2c.compliance.watchlists.models import WatchlistLoad, WatchlistVersion
from o2c.core.pages.filters import FilterSet


class VersionFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = WatchlistVersion
        fields = ["source", "state"]


class LoadFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = WatchlistLoad
        fields = ["source", "outcome"]
