"""How corrections are listed and narrowed."""

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.billing.corrections.models import Correction, CorrectionKind, CorrectionState, Team
from o2c.billing.documents.reasons import Cause
from o2c.core.entities.models import LegalEntity
from o2c.core.names import fold
from o2c.core.pages import BuiltInView, Column, DateFilter, FilterSet, Table


class CorrectionFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Document number or customer"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=CorrectionState.choices, distinct=False)
    kind = django_filters.MultipleChoiceFilter(label=_("What is issued"), choices=CorrectionKind.choices, distinct=False)
    cause = django_filters.MultipleChoiceFilter(label=_("Cause"), choices=Cause.choices, distinct=False)
    team = django_filters.MultipleChoiceFilter(label=_("Arose in"), choices=Team.choices, distinct=False)
    entity = django_filters.ModelChoiceFilter(label=_("Our entity"), queryset=LegalEntity.objects.order_by("code"), to_field_name="code")
    customer = django_filters.CharFilter(label=_("Customer number"), field_name="customer__number")
    executed_from = DateFilter(label=_("Posted from"), field_name="executed_at", lookup_expr="date__gte")
    executed_to = DateFilter(label=_("Posted until and including"), field_name="executed_at", lookup_expr="date__lte")

    class Meta(FilterSet.Meta):
        model = Correction
        fields: list[str] = []

    def search(self, rows: QuerySet[Correction], name: str, value: str) -> QuerySet[Correction]:
        return rows.filter(Q(document__number__istartswith=value.strip()) | Q(customer__search_name__contains=fold(value)))


class CorrectionTable(Table):
    title = _("Corrections")
    order = ["-created_at"]
    columns = [
        Column("document__number", _("Original document"), "link", sort="document__number", narrow=True),
        Column(
            "customer__legal_name",
            _("Customer"),
            "link",
            sort="customer__search_name",
            url=lambda row: row.customer.get_absolute_url(),
        ),
        Column("entity__code", _("Our entity"), "code", sort="entity__code", shown=False),
        Column("kind", _("What is issued"), sort="kind"),
        Column("cause", _("Cause"), sort="cause"),
        Column("team", _("Arose in"), sort="team"),
        Column("credited", _("Credited, net"), "money", sort="credited", total=True),
        Column("rebilled", _("Billed anew, net"), "money", sort="rebilled", total=True),
        Column("difference", _("Difference"), "money", sort="difference", total=True, narrow=True),
        Column("credit_note__number", _("Credit note"), "code"),
        Column("rebill__number", _("New document"), "code"),
        Column("created_by", _("Opened by"), sort="created_by__name", shown=False),
        Column("created_at", _("Opened"), "moment", sort="created_at"),
        Column("executed_at", _("Posted"), "moment", sort="executed_at"),
        Column("explanation", _("Explanation"), shown=False),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [
        BuiltInView(_("Under way"), "state=draft&state=submitted&state=approved"),
        BuiltInView(_("To be posted"), "state=approved"),
    ]
    nothing_yet = _("No posted document has needed a correction yet. A correction starts on the page of the document.")


LINE_COLUMNS = [
    Column("position", _("Line"), "number"),
    Column("description", _("Description"), "link", url=lambda row: reverse("correction_line", args=[row.case, row.position]), narrow=True),
    Column("billed", _("Billed"), "money", of=lambda row: row.original_line.net if row.original_line else None),
    Column("taken", _("Credited before"), "money"),
    Column("credit", _("Credited"), "money", narrow=True),
    Column("anew", _("Billed anew"), "money", narrow=True),
    Column("effect", _("Difference"), "money"),
    Column("before", _("Was"), "text"),
    Column("after", _("Becomes"), "text"),
]
