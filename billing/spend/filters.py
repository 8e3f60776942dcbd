"""Narrowing the list of spend."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.billing.spend.models import SpendRecord
from o2c.core.pages import DateFilter, FilterSet


class SpendFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Campaign id or name"), field_name="campaign__search_name", lookup_expr="icontains")
    source = django_filters.CharFilter(label=_("Source"))
    customer = django_filters.CharFilter(label=_("Advertiser number"), field_name="campaign__advertiser__number")
    served_from = DateFilter(label=_("Service from"), field_name="service_date", lookup_expr="gte")
    served_until = DateFilter(label=_("Service until"), field_name="service_date", lookup_expr="lte")
    counts = django_filters.BooleanFilter(label=_("Not corrected"), field_name="corrected_by", lookup_expr="isnull")

    class Meta(FilterSet.Meta):
        model = SpendRecord
        fields = ["q", "source", "customer", "served_from", "served_until", "counts"]
