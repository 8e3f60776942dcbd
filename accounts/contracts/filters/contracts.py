"""Narrowing the lists of contracts and insertion orders."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models import Contract, ContractState, InsertionOrder, OrderState
from o2c.core.entities.models import LegalEntity
from o2c.core.names import fold
from o2c.core.pages import DateFilter, FilterSet


class SignedFilter(FilterSet):
    """What both lists are narrowed by."""

    q = django_filters.CharFilter(label=_("Number or customer"), method="search")
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    ends_before = DateFilter(label=_("Ends before"), field_name="ends_on", lookup_expr="lte")

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(Q(number__istartswith=value) | Q(customer__search_name__contains=fold(value)))


class ContractFilter(SignedFilter):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ContractState.choices, distinct=False)

    class Meta(FilterSet.Meta):
        model = Contract
        fields = ["q", "state", "customer", "entity", "ends_before"]


class OrderFilter(SignedFilter):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=OrderState.choices, distinct=False)

    class Meta(FilterSet.Meta):
        model = InsertionOrder
        fields = ["q", "state", "customer", "entity", "ends_before"]
