"""Narrowing the list of requests."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.requests.kinds.registry import choices
from o2c.accounts.requests.models import LIVE, ChangeRequest, RequestState, Source
from o2c.accounts.requests.queries import named
from o2c.core.access.queries import colleagues
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import DateFilter, FilterSet

Rows = QuerySet[ChangeRequest]


class RequestFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Number, title or customer"), method="search")
    is_open = django_filters.BooleanFilter(label=_("Open"), method="only_open")
    is_late = django_filters.BooleanFilter(label=_("Late"))
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=RequestState.choices, distinct=False)
    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=choices, distinct=False)
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    owner = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=colleagues(), to_field_name="public_id")
    mine = django_filters.BooleanFilter(label=_("Asked by me"), method="only_mine")
    reopened = django_filters.BooleanFilter(label=_("Reopened"), field_name="reopened_at", lookup_expr="isnull", exclude=True)
    source = django_filters.ChoiceFilter(label=_("Source"), choices=Source.choices)
    created_from = DateFilter(label=_("Asked since"), field_name="created_at", lookup_expr="date__gte")
    ended_from = DateFilter(label=_("Ended since"), field_name="ended_at", lookup_expr="date__gte")

    class Meta(FilterSet.Meta):
        model = ChangeRequest
        fields: list[str] = []

    def search(self, rows: Rows, name: str, value: str) -> Rows:
        return named(rows, value)

    def only_open(self, rows: Rows, name: str, value: bool) -> Rows:
        return rows.filter(LIVE) if value else rows.exclude(LIVE)

    def only_mine(self, rows: Rows, name: str, value: bool) -> Rows:
        asker: Any = self.request.user
        return rows.filter(requester=asker) if value else rows.exclude(requester=asker)
