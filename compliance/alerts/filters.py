"""Filters of the alerts queue."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.compliance.alerts.models import AlertState, ComplianceAlert
from o2c.compliance.alerts.rules import OPEN
from o2c.core.pages import FilterSet


class AlertFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="customer__search_name", lookup_expr="icontains")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=AlertState.choices)
    open = django_filters.BooleanFilter(label=_("Open"), method="by_open")
    mine = django_filters.BooleanFilter(label=_("Mine"), method="by_mine")
    holds = django_filters.BooleanFilter(label=_("Holds the customer"))

    class Meta(FilterSet.Meta):
        model = ComplianceAlert
        fields = ["q", "state", "open", "mine", "holds"]

    def by_open(self, rows: QuerySet[ComplianceAlert], name: str, value: bool) -> QuerySet[ComplianceAlert]:
        return rows.filter(state__in=OPEN) if value else rows.exclude(state__in=OPEN)

    def by_mine(self, rows: QuerySet[ComplianceAlert], name: str, value: bool) -> QuerySet[ComplianceAlert]:
        mine = rows.filter(assignee=self.request.user)
        return mine if value else rows.exclude(assignee=self.request.user)
