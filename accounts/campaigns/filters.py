"""Narrowing the list of campaigns."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns.models import Campaign, CampaignState
from o2c.accounts.campaigns.queries import named
from o2c.core.pages import DateFilter, FilterSet


class CampaignFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Name or external id"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CampaignState.choices, distinct=False)
    advertiser = django_filters.CharFilter(label=_("Advertiser number"), field_name="advertiser__number")
    product = django_filters.CharFilter(label=_("Product"))
    is_test = django_filters.BooleanFilter(label=_("Test campaign"))
    starts_from = DateFilter(label=_("Starts from"), field_name="starts_on", lookup_expr="gte")
    starts_until = DateFilter(label=_("Starts until"), field_name="starts_on", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = Campaign
        fields = ["q", "state", "advertiser", "product", "is_test", "starts_from", "starts_until"]

    def search(self, rows: QuerySet[Campaign], name: str, value: str) -> QuerySet[Campaign]:
        return named(rows, value)
