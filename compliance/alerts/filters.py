"""Filters of the alerts queue."""

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from o2c.compliance.alerts.models import AlertKind, AlertOrigin, AlertState, ComplianceAlert, Decision, Suppression, Verdict
from o2c.compliance.alerts.rules import OPEN
from o2c.core.pages import DateFilter, FilterSet


class AlertFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="customer__search_name", lookup_expr="icontains")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=AlertState.choices)
    open = django_filters.BooleanFilter(label=_("Open"), method="by_open")
    mine = django_filters.BooleanFilter(label=_("Mine"), method="by_mine")
    overdue = django_filters.BooleanFilter(label=_("Overdue"), method="by_overdue")
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=AlertKind.choices)
    origin = django_filters.ChoiceFilter(label=_("Source"), choices=AlertOrigin.choices)
    holds = django_filters.BooleanFilter(label=_("Holds the customer"))

    class Meta(FilterSet.Meta):
        model = ComplianceAlert
        fields = ["q", "state", "open", "mine", "overdue", "kind", "origin", "holds"]

    def by_open(self, rows: QuerySet[ComplianceAlert], name: str, value: bool) -> QuerySet[ComplianceAlert]:
        return rows.filter(state__in=OPEN) if value else rows.exclude(state__in=OPEN)

    def by_mine(self, rows: QuerySet[ComplianceAlert], name: str, value: bool) -> QuerySet[ComplianceAlert]:
        mine = rows.filter(assignee=self.request.user)
        return mine if value else rows.exclude(assignee=self.request.user)

    def by_overdue(self, rows: QuerySet[ComplianceAlert], name: str, value: bool) -> QuerySet[ComplianceAlert]:
        late = {"due_at__lt": timezone.now(), "state__in": OPEN, "paused_since": None}
        return rows.filter(**late) if value else rows.exclude(**late)


class DecisionFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="customer__search_name", lookup_expr="icontains")
    verdict = django_filters.MultipleChoiceFilter(label=_("Verdict"), choices=Verdict.choices)
    since = DateFilter(label=_("Decided from"), field_name="at", lookup_expr="date__gte")
    until = DateFilter(label=_("Decided until"), field_name="at", lookup_expr="date__lte")
    quiet = django_filters.BooleanFilter(label=_("Kept a pair quiet"), method="by_quiet")

    class Meta(FilterSet.Meta):
        model = Decision
        fields = ["q", "verdict", "since", "until", "quiet"]

    def by_quiet(self, rows: QuerySet[Decision], name: str, value: bool) -> QuerySet[Decision]:
        silent = Suppression.objects.filter(decision=OuterRef("pk"))
        return rows.filter(Exists(silent) if value else ~Exists(silent))
