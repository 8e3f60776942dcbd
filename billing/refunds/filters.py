"""Narrowing refunds and payment files."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.billing.refunds.models import PaymentFile, RefundRequest, RefundState
from o2c.core.entities.models import LegalEntity
from o2c.core.names import fold
from o2c.core.pages import DateFilter, FilterSet


def of_entity() -> django_filters.ModelChoiceFilter:
    return django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")


class RefundFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Number or customer"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=RefundState.choices, distinct=False)
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    account = django_filters.CharFilter(label=_("Account number"), field_name="account__number")
    entity = of_entity()
    currency = django_filters.CharFilter(label=_("Currency"), lookup_expr="iexact")
    paid_from = DateFilter(label=_("Paid from"), field_name="payment__confirmed_on", lookup_expr="gte")
    paid_until = DateFilter(label=_("Paid until"), field_name="payment__confirmed_on", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = RefundRequest
        fields: list[str] = []

    def search(self, rows: QuerySet[RefundRequest], name: str, value: str) -> QuerySet[RefundRequest]:
        return rows.filter(Q(number__iexact=value.strip()) | Q(customer__search_name__contains=fold(value)))


class PaymentFileFilter(FilterSet):
    entity = of_entity()
    message_id = django_filters.CharFilter(label=_("Message id"))

    class Meta(FilterSet.Meta):
        model = PaymentFile
        fields: list[str] = []
