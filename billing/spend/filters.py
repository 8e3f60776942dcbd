"""Narrowing the list of spend."""

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.financial_accounts.models import CampaignAccount
from o2c.billing.spend.models import SpendRecord
from o2c.core.pages import DateFilter, FilterSet


class SpendFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Campaign id or name"), field_name="campaign__search_name", lookup_expr="icontains")
    source = django_filters.CharFilter(label=_("Source"))
    customer = django_filters.CharFilter(label=_("Advertiser number"), field_name="campaign__advertiser__number")
    served_from = DateFilter(label=_("Service from"), field_name="service_date", lookup_expr="gte")
    served_until = DateFilter(label=_("Service until"), field_name="service_date", lookup_expr="lte")
    billed = django_filters.BooleanFilter(label=_("Billed"), field_name="billing", lookup_expr="isnull", exclude=True)
    is_test = django_filters.BooleanFilter(label=_("Test campaigns"), field_name="campaign__is_test")
    has_account = django_filters.BooleanFilter(label=_("Bills to an account"), method="with_account")
    counts = django_filters.BooleanFilter(label=_("Not corrected"), field_name="corrected_by", lookup_expr="isnull")

    class Meta(FilterSet.Meta):
        model = SpendRecord
        fields = ["q", "source", "customer", "served_from", "served_until", "billed", "is_test", "has_account", "counts"]

    def with_account(self, rows: QuerySet[SpendRecord], name: str, value: bool) -> QuerySet[SpendRecord]:
        """The campaign is linked to an account on the day of service."""
        links = CampaignAccount.objects.filter(
            Q(valid_until=None) | Q(valid_until__gt=OuterRef("service_date")), campaign=OuterRef("campaign"),
            valid_from__lte=OuterRef("service_date"),
        )  # fmt: skip
        return rows.filter(Exists(links)) if value else rows.filter(~Exists(links))
