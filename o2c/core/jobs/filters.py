"""Narrowing the list of jobs."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.core.jobs.kinds import KINDS, title_of
from o2c.core.jobs.models import JobState
from o2c.core.pages.filters import DateFilter, FilterSet


def known_kinds() -> list[tuple[str, Any]]:
    return sorted(((name, title_of(name)) for name in KINDS), key=lambda pair: pair[1])


class JobFilter(FilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=JobState.choices)
    kind = django_filters.ChoiceFilter(label=_("Job"), choices=known_kinds)
    day = DateFilter(label=_("Day"), field_name="day")
