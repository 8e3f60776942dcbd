"""Filters of the lists of work."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import FilterSet
from o2c.core.work.models import Task


class TaskFilter(FilterSet):
    q = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Title"))

    class Meta(FilterSet.Meta):
        model = Task
        fields = ["q", "queue", "priority", "entity"]


class AllTasksFilter(TaskFilter):
    class Meta(FilterSet.Meta):
        model = Task
        fields = ["q", "state", "queue", "owner", "priority", "entity"]
