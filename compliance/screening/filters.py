"""Filters of the list of screening runs."""

from o2c.compliance.screening.models import ScreeningRun
from o2c.core.pages import FilterSet


class RunFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = ScreeningRun
        fields = ["kind", "state", "day"]
