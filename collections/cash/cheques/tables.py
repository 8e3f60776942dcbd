"""How cheques, slips and closed days are listed and narrowed."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.cheques.models import Cheque, ChequeState, DepositSlip, SlipState
from o2c.core.pages import BuiltInView, Column, Create, DateFilter, FilterSet, Table


class ChequeFilter(FilterSet):
    q = django_filters.CharFilter(label=_("Cheque number, drawer or purpose"), method="search")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=ChequeState.choices, distinct=False)
    entity = django_filters.CharFilter(label=_("Our entity"), field_name="entity__code")
    received_from = DateFilter(label=_("Received from"), field_name="received_on", lookup_expr="gte")
    received_until = DateFilter(label=_("Received until and including"), field_name="received_on", lookup_expr="lte")

    class Meta(FilterSet.Meta):
        model = Cheque
        fields: list[str] = []

    def search(self, rows: QuerySet[Cheque], _name: str, text: str) -> QuerySet[Cheque]:
        return rows.filter(Q(number__istartswith=text.strip()) | Q(drawer__icontains=text) | Q(purpose__icontains=text))


class ChequeTable(Table):
    title = _("Cheques")
    order = ["-received_on"]
    columns = [
        Column("number", _("Cheque number"), "link", sort="number", narrow=True),
        Column("drawer", _("Drawer"), sort="drawer", narrow=True),
        Column("bank", _("Drawer's bank"), sort="bank"),
        Column("amount", _("Amount"), "money", sort="amount", total=True, narrow=True),
        Column("received_on", _("Received on"), "date", sort="received_on"),
        Column("customer", _("Customer"), of=lambda row: row.receipt.customer.legal_name if row.receipt.customer else ""),
        Column("slip", _("Deposit slip"), of=lambda row: str(row.slip or "")),
        Column("entity__code", _("Our entity"), "code", sort="entity__code"),
        Column("purpose", _("Invoices or purpose"), shown=False),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    views = [BuiltInView(_("To be banked"), "state=received"), BuiltInView(_("Bounced"), "state=bounced")]
    create = Create(_("Register a cheque"), "cheque_new", "collections.record_cheque")
    nothing_yet = _("No cheque has been registered yet.")


class SlipFilter(FilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=SlipState.choices, distinct=False)
    entity = django_filters.CharFilter(label=_("Our entity"), field_name="entity__code")
    day_from = DateFilter(label=_("From day"), field_name="day", lookup_expr="gte")

    class Meta(FilterSet.Meta):
        model = DepositSlip
        fields: list[str] = []


class SlipTable(Table):
    title = _("Deposit slips")
    order = ["-day"]
    columns = [
        Column("number", _("Number"), "link", sort="number", narrow=True),
        Column("account__name", _("Bank account of ours"), sort="account__name"),
        Column("day", _("Day"), "date", sort="day", narrow=True),
        Column("count", _("Cheques"), "number", sort="count"),
        Column("total", _("Total"), "money", sort="total", total=True, narrow=True),
        Column("state", _("State"), "badge", sort="state", narrow=True),
    ]
    create = Create(_("Make a deposit slip"), "deposit_slip_new", "collections.make_slip")
    nothing_yet = _("No deposit slip has been made yet.")


class DayTable(Table):
    title = _("Days of cheques")
    order = ["-day"]
    columns = [
        Column("day", _("Day"), "date", sort="day", narrow=True),
        Column("entity__code", _("Our entity"), "code", sort="entity__code", narrow=True),
        Column("count", _("Cheques"), "number"),
        Column("slips", _("Deposit slips"), "number"),
        Column("created_by", _("Closed by"), narrow=True),
        Column("created_at", _("Closed at"), "moment", sort="created_at"),
        Column("note", _("Remark")),
    ]
    create = Create(_("Close a day"), "cheque_day_close", "collections.close_cheque_day")
    nothing_yet = _("No day of cheques has been closed yet.")


CHEQUE_COLUMNS = ChequeTable.pick("number", "drawer", "bank", "amount", "state")
