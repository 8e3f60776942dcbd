"""Narrowing the list of customers."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import (
    Address,
    AddressKind,
    Contact,
    ContactRole,
    ContactState,
    Customer,
    CustomerState,
    CustomerType,
    Origin,
    ProcessChange,
    ProcessState,
    Readiness,
    RecordsHold,
    Tier,
)
from o2c.accounts.customers.queries import named
from o2c.core import countries
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import FilterSet


class CustomerFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name, number or tax id"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CustomerState.choices, distinct=False)
    type = django_filters.ChoiceFilter(label=_("Type"), choices=CustomerType.choices)
    tier = django_filters.ChoiceFilter(label=_("Tier"), choices=Tier.choices)
    country = django_filters.ChoiceFilter(label=_("Country"), choices=countries.choices)
    entity = django_filters.ModelChoiceFilter(
        label=_("Our entity"), field_name="entities", queryset=LegalEntity.objects.order_by("code"), to_field_name="code"
    )
    billing = django_filters.ChoiceFilter(
        label=_("Billing"), choices=[("ready", _("ready")), ("blocked", _("blocked"))], method="by_verdict"
    )
    merged = django_filters.BooleanFilter(label=_("Merged into another"), field_name="merged_into", lookup_expr="isnull", exclude=True)
    origin = django_filters.ChoiceFilter(label=_("Origin"), choices=Origin.choices)

    class Meta(FilterSet.Meta):
        model = Customer
        fields = ["q", "state", "type", "tier", "country", "entity", "billing", "merged", "origin"]

    def by_verdict(self, rows: QuerySet[Customer], name: str, value: str) -> QuerySet[Customer]:
        found = Readiness.objects.filter(valid_until=None, is_ready=value == "ready")
        return rows.filter(pk__in=found.values("customer"))

    def search(self, rows: QuerySet[Customer], name: str, value: Any) -> QuerySet[Customer]:
        return named(rows, value)


class OfCustomerFilter(FilterSet):
    """What the lists of addresses and contacts are narrowed by."""

    q = django_filters.CharFilter(label=_("Customer"), method="search")
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")

    def search(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(customer__in=named(Customer.objects.all(), value).values("pk"))


class AddressFilter(OfCustomerFilter):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=AddressKind.choices)
    country = django_filters.ChoiceFilter(label=_("Country"), choices=countries.choices)

    class Meta(FilterSet.Meta):
        model = Address
        fields = ["q", "customer", "kind", "country"]


class ContactFilter(OfCustomerFilter):
    role = django_filters.ChoiceFilter(label=_("Role"), choices=ContactRole.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ContactState.choices, distinct=False)
    email = django_filters.CharFilter(label=_("E-mail address"), lookup_expr="iexact")

    class Meta(FilterSet.Meta):
        model = Contact
        fields = ["q", "customer", "role", "state", "email"]


class ProcessChangeFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Customer"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ProcessState.choices, distinct=False)
    late = django_filters.BooleanFilter(label=_("Late"), method="only_late")

    class Meta(FilterSet.Meta):
        model = ProcessChange
        fields = ["q", "state", "late"]

    def search(self, rows: QuerySet[ProcessChange], name: str, value: Any) -> QuerySet[ProcessChange]:
        return rows.filter(customer__in=named(Customer.objects.all(), value).values("pk"))

    def only_late(self, rows: QuerySet[ProcessChange], name: str, value: Any) -> QuerySet[ProcessChange]:
        late = Q(state="requested", due_at__lt=Now())
        return rows.filter(late) if value else rows.exclude(late)


class RecordsHoldFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    standing = django_filters.BooleanFilter(label=_("Standing only"), field_name="ended_at", lookup_expr="isnull")

    class Meta(FilterSet.Meta):
        model = RecordsHold
        fields = ["q", "kind", "standing"]
