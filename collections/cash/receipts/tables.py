"""How receipts are listed."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.words import why
from o2c.core.pages import BuiltInView, Column, DateFilter, FilterSet, Table


class ReceiptFilter(FilterSet):
    q = django_filters.CharFilter(method="by_words", label=_("Payer or purpose"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=ReceiptState.choices)
    entity = django_filters.CharFilter(label=_("Our entity"), field_name="entity__code")
    value_from = DateFilter(label=_("Value date from"), field_name="value_on", lookup_expr="gte")
    value_until = DateFilter(label=_("Value date until"), field_name="value_on", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = Receipt
        fields = ["q", "state", "entity", "value_from", "value_until"]

    def by_words(self, rows: QuerySet[Receipt], _name: str, text: str) -> QuerySet[Receipt]:
        return rows.filter(Q(payer__icontains=text) | Q(text__icontains=text))


class ReceiptTable(Table):
    title = _("Receipts")
    order = ["-value_on"]
    columns = [
        Column("payer", _("Payer"), "link", of=lambda row: row.payer or row.text[:40] or _("unnamed"), narrow=True),
        Column("value_on", _("Value date"), "date", sort="value_on", narrow=True),
        Column("amount", _("Amount"), "money", sort="amount", total=True, narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
        Column("customer", _("Customer"), of=lambda row: row.customer.legal_name if row.customer else ""),
        Column("text", _("Purpose"), of=lambda row: row.text[:80]),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("reason", _("Reason"), of=lambda row: why(row.reason), shown=False),
    ]
    views = [BuiltInView(_("Unidentified"), "state=unidentified"), BuiltInView(_("Parked"), "state=parked")]
    nothing_yet = _("No money has been recorded yet: import a bank statement.")
