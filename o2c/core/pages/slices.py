"""Some rows of a long ordered list, cheaply also far from its beginning."""

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable


def slice_of(ordered: QuerySet[Any], start: int, stop: int, count: int) -> list[Any]:
    """Rows `start` to `stop` of an ordered queryset of `count` rows, also far into a large table.

    Behind the first page the database first finds the keys alone, from the nearer end, then reads those rows:
    columns that are computed for a row are not computed for the million rows before it. `stop` may lie behind the last row:
    a limit of exactly the few rows there are would talk the planner into walking the whole order to find them.
    """
    windowed = any(getattr(part, "contains_over_clause", False) for part in ordered.query.annotations.values())
    if not start or windowed or ordered._iterable_class is not ModelIterable:
        return list(ordered[start:stop])
    if start > count // 2:
        keys = list(ordered.reverse().values_list("pk", flat=True)[max(count - stop, 0) : count - start])[::-1]
    else:
        keys = list(ordered.values_list("pk", flat=True)[start:stop])
    found: dict[Any, Model] = {row.pk: row for row in ordered.filter(pk__in=keys).order_by()}
    return [found[key] for key in keys if key in found]
