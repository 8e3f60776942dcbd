"""How the trail is narrowed."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.core.access.queries import colleagues
from o2c.core.audit.models import AuditEvent
from o2c.core.pages.filters import DateFilter, FilterSet

SOURCES = [("ui", _("browser")), ("api", _("API")), ("job", _("job")), ("import", _("import")), ("command", _("command"))]


class EventFilter(FilterSet):
    q = django_filters.CharFilter(method="search", label=_("Object, action or request"))
    who = django_filters.ModelChoiceFilter(
        method="by", label=_("Who"), queryset=colleagues(), widget=forms.Select(attrs={"data-picker": ""})
    )
    verb = django_filters.CharFilter("verb", lookup_expr="icontains", label=_("Verb"))
    kind = django_filters.CharFilter("object_type", lookup_expr="icontains", label=_("Kind of object"))
    on = DateFilter("at__date", label=_("Day"))
    source = django_filters.ChoiceFilter("source", label=_("Came by"), choices=SOURCES)
    request = django_filters.CharFilter("request_id", label=_("Request"))

    class Meta(FilterSet.Meta):
        model = AuditEvent
        fields: list[str] = []

    def search(self, rows: QuerySet[AuditEvent], name: str, text: str) -> QuerySet[AuditEvent]:
        return rows.filter(Q(object_label__icontains=text) | Q(action__icontains=text) | Q(request_id=text))

    def by(self, rows: QuerySet[AuditEvent], name: str, user: object) -> QuerySet[AuditEvent]:
        return rows.filter(Q(actor=user) | Q(on_behalf_of=user))
