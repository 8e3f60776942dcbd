"""Narrowing exceptions and runs."""

from datetime import timedelta
from decimal import Decimal

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.models import BillingException, ControlRun, ExceptionState, Severity, SubjectKind
from o2c.core.access.models import User
from o2c.core.access.roles import ROLE_NAMES
from o2c.core.names import fold
from o2c.core.pages import DateFilter, FilterSet

CODES = [(code, format_lazy("{} {}", code, control.title)) for code, control in CONTROLS.items()]

TEAMS = [(team, ROLE_NAMES[team]) for team in sorted({control.team for control in CONTROLS.values()})]


class ExceptionFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Object or customer"), method="search")
    control = django_filters.MultipleChoiceFilter(label=_("Control"), choices=CODES)
    severity = django_filters.MultipleChoiceFilter(label=_("Severity"), choices=Severity.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ExceptionState.choices)
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner"), queryset=User.objects.filter(is_active=True, is_robot=False).order_by("name")
    )
    kind = django_filters.MultipleChoiceFilter(label=_("Kind of object"), field_name="subject_kind", choices=SubjectKind.choices)
    team = django_filters.MultipleChoiceFilter(label=_("Team"), choices=TEAMS)
    amount_from = django_filters.NumberFilter(label=_("Amount from"), field_name="amount", lookup_expr="gte")
    amount_until = django_filters.NumberFilter(label=_("Amount until"), field_name="amount", lookup_expr="lte")
    days_from = django_filters.NumberFilter(
        label=_("On the list for days"), method="older", decimal_places=0, min_value=0, max_value=36_500
    )
    seen_from = DateFilter(label=_("First seen from"), field_name="first_seen", lookup_expr="gte")

    class Meta(FilterSet.Meta):
        model = BillingException
        fields = [
            "q", "control", "severity", "state", "customer", "owner", "kind", "team", "amount_from", "amount_until", "days_from",
            "seen_from",
        ]  # fmt: skip

    def search(self, rows: QuerySet[BillingException], name: str, value: str) -> QuerySet[BillingException]:
        return rows.filter(Q(label__icontains=value.strip()) | Q(customer__search_name__contains=fold(value)))

    def older(self, rows: QuerySet[BillingException], name: str, value: Decimal) -> QuerySet[BillingException]:
        return rows.filter(last_seen__gte=F("first_seen") + timedelta(days=int(value)))


class RunFilter(FilterSet):
    control = django_filters.MultipleChoiceFilter(label=_("Control"), choices=CODES)
    day = DateFilter(label=_("Day"))

    class Meta(FilterSet.Meta):
        model = ControlRun
        fields = ["control", "day"]
