"""Narrowing the lists of waivers, purchase orders, prices, policies and authorities."""

from decimal import Decimal

import django_filters
from django.db.models import F, Q, QuerySet
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.filters.contracts import SignedFilter
from o2c.accounts.contracts.models import (
    Condition,
    ConditionKind,
    ConditionState,
    ContractPolicy,
    ContractWaiver,
    PriceList,
    PurchaseOrder,
    PurchaseOrderState,
    SigningAuthority,
    WaiverState,
)
from o2c.accounts.contracts.rules.control import RULES
from o2c.core.clock import local_today
from o2c.core.entities.models import LegalEntity
from o2c.core.names import fold
from o2c.core.pages import DateFilter, FilterSet


def entity_filter(path: str = "entity") -> django_filters.ModelChoiceFilter:
    rows = LegalEntity.objects.order_by("code")
    return django_filters.ModelChoiceFilter(label=_("Our entity"), field_name=path, queryset=rows, to_field_name="code")


class WaiverFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Contract or customer"), method="search")
    rule = django_filters.ChoiceFilter(label=_("Rule"), choices=[(rule.code, rule.code) for rule in RULES])
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=WaiverState.choices, distinct=False)
    entity = entity_filter("contract__entity")
    in_force = django_filters.BooleanFilter(label=_("In force"), method="unexpired")

    class Meta(FilterSet.Meta):
        model = ContractWaiver
        fields = ["q", "rule", "state", "entity", "in_force"]

    def search(self, rows: QuerySet[ContractWaiver], name: str, value: str) -> QuerySet[ContractWaiver]:
        return rows.filter(Q(contract__number__istartswith=value) | Q(contract__customer__search_name__contains=fold(value)))

    def unexpired(self, rows: QuerySet[ContractWaiver], name: str, value: bool) -> QuerySet[ContractWaiver]:
        today = local_today()
        return rows.filter(until__gt=today) if value else rows.filter(until__lte=today)


class PurchaseOrderFilter(SignedFilter):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=PurchaseOrderState.choices, distinct=False)
    standing = django_filters.MultipleChoiceFilter(
        label=_("In force"), choices=[*PurchaseOrderState.choices, ("expired", _("expired"))], distinct=False
    )
    remaining_share = django_filters.NumberFilter(label=_("Remaining at most, percent"), method="nearly_used", min_value=0, max_value=100)

    class Meta(FilterSet.Meta):
        model = PurchaseOrder
        fields = ["q", "state", "standing", "customer", "entity", "ends_before", "remaining_share"]

    def nearly_used(self, rows: QuerySet[PurchaseOrder], name: str, value: Decimal) -> QuerySet[PurchaseOrder]:
        return rows.filter(LessThanOrEqual(F("remaining"), F("amount") * value / 100))


class PolicyFilter(FilterSet):
    entity = entity_filter()

    class Meta(FilterSet.Meta):
        model = ContractPolicy
        fields = ["entity"]


class AuthorityFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name"), field_name="person", lookup_expr="icontains")
    entity = entity_filter()

    class Meta(FilterSet.Meta):
        model = SigningAuthority
        fields = ["q", "entity"]


class PriceListFilter(FilterSet):
    entity = entity_filter()
    currency = django_filters.CharFilter(label=_("Currency"), lookup_expr="iexact")

    class Meta(FilterSet.Meta):
        model = PriceList
        fields = ["entity", "currency"]


class ConditionFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Customer, contract or list"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ConditionKind.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ConditionState.choices, distinct=False)
    product = django_filters.CharFilter(label=_("Product"))
    entity = entity_filter()
    on = DateFilter(label=_("Holds on"), method="holds")

    class Meta(FilterSet.Meta):
        model = Condition
        fields = ["q", "kind", "state", "product", "entity", "on"]

    def search(self, rows: QuerySet[Condition], name: str, value: str) -> QuerySet[Condition]:
        by_owner = Q(contract__number__istartswith=value) | Q(price_list__code__istartswith=value)
        return rows.filter(by_owner | Q(customer__search_name__contains=fold(value)))

    def holds(self, rows: QuerySet[Condition], name: str, value: object) -> QuerySet[Condition]:
        return rows.filter(Q(valid_until=None) | Q(valid_until__gt=value), valid_from__lte=value)
