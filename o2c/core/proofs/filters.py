"""Filters of the results."""

from o2c.core.pages import FilterSet
from o2c.core.proofs.models import ControlResult


class ProofFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = ControlResult
        fields = ["state", "area"]
