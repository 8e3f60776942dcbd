"""Narrowing the lists of the quality room."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.customers.models import Customer
from o2c.accounts.customers.queries import named
from o2c.accounts.quality.catalogue import CHECKS
from o2c.accounts.quality.models import IssueState, MergeProposal, ProposalState, QualityIssue
from o2c.core import countries
from o2c.core.pages import FilterSet


class IssueFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Customer"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=IssueState.choices, distinct=False)
    rule = django_filters.MultipleChoiceFilter(
        label=_("Rule"), field_name="rule__code", choices=[(check.code, check.title) for check in CHECKS.values()], distinct=False
    )
    country = django_filters.ChoiceFilter(label=_("Country"), choices=countries.choices)
    team = django_filters.CharFilter(label=_("Team"), field_name="rule__team")

    class Meta(FilterSet.Meta):
        model = QualityIssue
        fields = ["q", "state", "rule", "country", "team"]

    def search(self, rows: QuerySet[QualityIssue], name: str, value: Any) -> QuerySet[QualityIssue]:
        return rows.filter(customer__in=named(Customer.objects.all(), value).values("pk"))


class ProposalFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Customer"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ProposalState.choices, distinct=False)
    least = django_filters.NumberFilter(label=_("Likeness of at least"), field_name="score", lookup_expr="gte")

    class Meta(FilterSet.Meta):
        model = MergeProposal
        fields = ["q", "state", "least"]

    def search(self, rows: QuerySet[MergeProposal], name: str, value: Any) -> QuerySet[MergeProposal]:
        found = named(Customer.objects.all(), value).values("pk")
        return rows.filter(first__in=found) | rows.filter(second__in=found)
