"""Filters of the lists of work."""

import django_filters
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from o2c.core.pages import FilterSet
from o2c.core.work import queries
from o2c.core.work.models import Task


class TaskFilter(FilterSet):
    q = django_filters.CharFilter(method="only_like", label=_("Title"))

    def only_like(self, rows: QuerySet[Task], _name: str, text: str) -> QuerySet[Task]:
        return rows.filter(queries.titled_like(text))

    class Meta(FilterSet.Meta):
        model = Task
        fields = ["q", "queue", "priority", "entity"]


class AllTasksFilter(TaskFilter):
    """`late`: still open after its due time, or closed after it: the list of broken service levels."""

    late = django_filters.BooleanFilter(label=_("Late"), method="only_late")

    def only_late(self, rows: QuerySet[Task], _name: str, late: bool) -> QuerySet[Task]:
        missed = Q(due_at__lt=Coalesce(F("closed_at"), Now()))
        return rows.filter(missed) if late else rows.exclude(missed)

    class Meta(FilterSet.Meta):
        model = Task
        fields = ["q", "late", "state", "kind", "queue", "owner", "priority", "entity"]
