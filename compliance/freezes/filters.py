"""Filters of the list of freezes."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.compliance.freezes.models import Freeze
from o2c.core.pages import FilterSet


class FreezeFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="customer__search_name", lookup_expr="icontains")
    in_force = django_filters.BooleanFilter(label=_("In force"), field_name="ended_at", lookup_expr="isnull")
    proposed = django_filters.BooleanFilter(label=_("Release proposed"), field_name="end_proposed_at", lookup_expr="isnull", exclude=True)

    class Meta(FilterSet.Meta):
        model = Freeze
        fields = ["q", "in_force", "scope", "proposed"]
