"""Filters of entities, months and rates."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.core.entities.models import FiscalPeriod, LegalEntity, OwnBankAccount, Rate, RatePurpose
from o2c.core.pages import DateFilter, FilterSet


class EntityFilter(FilterSet):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Name"))

    class Meta(FilterSet.Meta):
        model = LegalEntity
        fields = ["q", "country"]


class PeriodFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = FiscalPeriod
        fields = ["entity", "area", "state"]


class RateFilter(FilterSet):
    q = django_filters.CharFilter(field_name="code", lookup_expr="iexact", label=_("Currency"))
    purpose = django_filters.ChoiceFilter(field_name="table__purpose", label=_("Purpose"), choices=RatePurpose.choices)
    until = DateFilter(field_name="day", lookup_expr="lte", label=_("Until day"))

    class Meta(FilterSet.Meta):
        model = Rate
        fields = ["q", "purpose", "until"]


class OwnAccountFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = OwnBankAccount
        fields = ["entity", "currency", "state"]
