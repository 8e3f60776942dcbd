"""Narrowing the list of financial accounts."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.contracts.models import PaymentTerm
from o2c.accounts.financial_accounts.models import AccountOrigin, AccountState, FinancialAccount
from o2c.accounts.financial_accounts.queries import named
from o2c.core.access.models import User
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import FilterSet


class AccountFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Number or customer"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=AccountState.choices, distinct=False)
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    payer = django_filters.CharFilter(label=_("Payer number"), field_name="payer__number")
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    currency = django_filters.CharFilter(label=_("Currency"), lookup_expr="iexact")
    terms = django_filters.ModelChoiceFilter(
        label=_("Payment terms"), queryset=PaymentTerm.objects.order_by("net_days", "code"), to_field_name="code"
    )
    origin = django_filters.ChoiceFilter(label=_("Origin"), choices=AccountOrigin.choices)
    owner = django_filters.ModelChoiceFilter(label=_("Looked after by"), queryset=User.objects.filter(is_robot=False).order_by("name"))
    is_ready = django_filters.BooleanFilter(label=_("Ready for billing"))

    class Meta(FilterSet.Meta):
        model = FinancialAccount
        fields = ["q", "state", "customer", "payer", "entity", "currency", "terms", "origin", "owner", "is_ready"]

    def search(self, rows: QuerySet[FinancialAccount], name: str, value: str) -> QuerySet[FinancialAccount]:
        return named(rows, value)
