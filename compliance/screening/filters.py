"""Filters of the list of screening runs."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.compliance.screening.models import RunKind, ScreeningRun
from o2c.core.pages import FilterSet


class RunFilter(FilterSet):
    kind = django_filters.MultipleChoiceFilter(label=_("What"), choices=RunKind.choices)

    class Meta(FilterSet.Meta):
        model = ScreeningRun
        fields = ["kind", "state", "day"]
