"""Narrowing the lists of this room."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.payment_methods.models import (
    CardAnswer,
    Mandate,
    MandateState,
    MethodKind,
    MethodState,
    PaymentMethod,
    Registration,
    RegistrationState,
    Scheme,
)
from o2c.core.entities.models import LegalEntity
from o2c.core.names import fold
from o2c.core.pages import DateFilter, FilterSet


class OfCustomer(FilterSet):
    q = django_filters.CharFilter(label=_("Customer"), method="search")
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")

    def search(self, rows: QuerySet[PaymentMethod], name: str, value: str) -> QuerySet[PaymentMethod]:
        return rows.filter(customer__search_name__contains=fold(value))


class MethodFilter(OfCustomer):
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=MethodKind.choices, distinct=False)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=MethodState.choices, distinct=False)
    answer = django_filters.ChoiceFilter(label=_("Last authorisation"), choices=CardAnswer.choices)
    expires_until = DateFilter(label=_("Expires until"), field_name="expires", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = PaymentMethod
        fields: list[str] = []


class MandateFilter(OfCustomer):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=MandateState.choices, distinct=False)
    scheme = django_filters.ChoiceFilter(label=_("Scheme"), choices=Scheme.choices)
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")

    class Meta(FilterSet.Meta):
        model = Mandate
        fields: list[str] = []

    def search(self, rows: QuerySet[PaymentMethod], name: str, value: str) -> QuerySet[PaymentMethod]:
        return rows.filter(Q(customer__search_name__contains=fold(value)) | Q(reference__iexact=value.strip()))


class RegistrationFilter(OfCustomer):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=RegistrationState.choices, distinct=False)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=[("card", _("card")), ("sdd", _("SEPA direct debit"))])

    class Meta(FilterSet.Meta):
        model = Registration
        fields: list[str] = []
