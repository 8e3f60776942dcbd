"""Filters of the list of files."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.compliance.kyc.models import KycFile, KycState
from o2c.core.pages import DateFilter, FilterSet


class KycFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="customer__search_name", lookup_expr="icontains")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=KycState.choices)
    review_until = DateFilter(label=_("Review until"), field_name="next_review_on", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = KycFile
        fields = ["q", "state", "risk_class", "review_until"]
