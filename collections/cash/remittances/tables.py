"""How advices are listed."""

import django_filters
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.remittances.models import AdviceState, RemittanceAdvice
from o2c.core.pages import Column, Create, FilterSet, Table


class AdviceFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Number"), field_name="number", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=AdviceState.choices)

    class Meta(FilterSet.Meta):
        model = RemittanceAdvice
        fields = ["q", "state"]


class AdviceTable(Table):
    title = _("Remittance advices")
    order = ["-created_at"]
    columns = [
        Column("number", _("Advice number"), "link", of=str, sort="number", narrow=True),
        Column("payer", _("Payer"), sort="payer"),
        Column("paid", _("Sum of the lines"), "money", sort="paid", narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("created_at", _("Received"), "moment", sort="created_at"),
    ]
    create = Create(_("New advice"), "advice_new", "collections.store_advice")
    nothing_yet = _("No advice has come yet: enter the files that payers send.")


LINES = [
    Column("document", _("Document"), "code"),
    Column("paid", _("Paid"), "money"),
    Column("deduction", _("Deduction"), "money"),
    Column("reason", _("Reason")),
    Column("open", _("Open with us"), "money"),
]
