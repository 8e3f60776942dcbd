"""Narrowing exceptions and runs."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue import CONTROLS
from o2c.billing.controls.models import BillingException, ControlRun, ExceptionState, Severity
from o2c.core.access.models import User
from o2c.core.names import fold
from o2c.core.pages import DateFilter, FilterSet

CODES = [(code, format_lazy("{} {}", code, control.title)) for code, control in CONTROLS.items()]


class ExceptionFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Object or customer"), method="search")
    control = django_filters.MultipleChoiceFilter(label=_("Control"), choices=CODES)
    severity = django_filters.MultipleChoiceFilter(label=_("Severity"), choices=Severity.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ExceptionState.choices)
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    owner = django_filters.ModelChoiceFilter(
        label=_("Owner"), queryset=User.objects.filter(is_active=True, is_robot=False).order_by("name")
    )
    seen_from = DateFilter(label=_("First seen from"), field_name="first_seen", lookup_expr="gte")

    class Meta(FilterSet.Meta):
        model = BillingException
        fields = ["q", "control", "severity", "state", "customer", "owner", "seen_from"]

    def search(self, rows: QuerySet[BillingException], name: str, value: str) -> QuerySet[BillingException]:
        return rows.filter(Q(label__icontains=value.strip()) | Q(customer__search_name__contains=fold(value)))


class RunFilter(FilterSet):
    control = django_filters.MultipleChoiceFilter(label=_("Control"), choices=CODES)
    day = DateFilter(label=_("Day"))

    class Meta(FilterSet.Meta):
        model = ControlRun
        fields = ["control", "day"]
