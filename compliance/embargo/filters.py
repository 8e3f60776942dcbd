"""Filters of the embargo room."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.compliance.embargo.models import EmbargoCheck, EmbargoRule, Licence
from o2c.core.pages import DateFilter, FilterSet


class RuleFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Code"), field_name="code", lookup_expr="icontains")

    class Meta(FilterSet.Meta):
        model = EmbargoRule
        fields = ["q", "country", "state"]


class LicenceFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="customer__search_name", lookup_expr="icontains")

    class Meta(FilterSet.Meta):
        model = Licence
        fields = ["q", "country", "state"]


class CheckFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="customer__search_name", lookup_expr="icontains")
    passed = django_filters.BooleanFilter(label=_("Passed"))
    since = DateFilter(label=_("From"), field_name="day", lookup_expr="gte")
    until = DateFilter(label=_("Until"), field_name="day", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = EmbargoCheck
        fields = ["q", "passed", "since", "until"]
