"""Narrowing the control list of the feed."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.accounts.financial_accounts.models import FeedLine, FeedOutcome, FeedState
from o2c.core.entities.models import LegalEntity
from o2c.core.pages import FilterSet


class FeedLineFilter(FilterSet):
    q = django_filters.CharFilter(label=_("External id"), field_name="ext_id", lookup_expr="startswith")
    outcome = django_filters.MultipleChoiceFilter(label=_("Outcome"), choices=[c for c in FeedOutcome.choices if c[0]], distinct=False)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=FeedState.choices, distinct=False)
    source = django_filters.CharFilter(label=_("Source"))
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    run = django_filters.NumberFilter(label=_("Run"), method="of_run")

    class Meta(FilterSet.Meta):
        model = FeedLine
        fields = ["q", "outcome", "state", "source", "entity", "run"]

    def of_run(self, rows: QuerySet[FeedLine], name: str, value: int) -> QuerySet[FeedLine]:
        return rows.filter(run=int(value))
