"""Filters of legal periods and of what releases hold."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import FilterSet
from o2c.core.retention.models import ItemState, RecordKind, ReleaseState, RetentionItem, RetentionPeriod, RetentionRelease


class RetentionPeriodFilter(FilterSet):
    class Meta(FilterSet.Meta):
        model = RetentionPeriod
        fields = ["country", "kind", "state"]


class RetentionReleaseFilter(FilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ReleaseState.choices)

    class Meta(FilterSet.Meta):
        model = RetentionRelease
        fields = ["state"]


class RetentionItemFilter(FilterSet):
    release = django_filters.ModelChoiceFilter(
        label=_("Release"), queryset=RetentionRelease.objects.order_by("-pk"), to_field_name="public_id"
    )
    kind = django_filters.MultipleChoiceFilter(label=_("Kind of record"), choices=RecordKind.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ItemState.choices)
    object_type = django_filters.CharFilter(label=_("What"), field_name="object_type")

    class Meta(FilterSet.Meta):
        model = RetentionItem
        fields = ["release", "country", "kind", "object_type", "state"]
