"""Filter of limits."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.core.limits.models import Limit
from o2c.core.limits.registry import LIMIT_KINDS
from o2c.core.pages import FilterSet


def kinds() -> list[tuple[str, object]]:
    return [(code, kind.title) for code, kind in LIMIT_KINDS.items()]


class LimitFilter(FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Limit"), choices=kinds)

    class Meta(FilterSet.Meta):
        model = Limit
        fields = ["kind", "state", "entity", "currency"]
