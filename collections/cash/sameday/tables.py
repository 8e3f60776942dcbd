"""The receipts behind a same-day figure, and why some were not in time."""

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from o2c.collections.cash.receipts.models import Receipt, ReceiptState
from o2c.collections.cash.receipts.words import why as why_parked
from o2c.collections.cash.sameday.queries import IN_TIME
from o2c.core.pages import Column, DateFilter, FilterSet, Table
from o2c.core.sentences import sentence

CLOCKS = [("booked", _("booking date")), ("value", _("value date")), ("arrived", _("day the bank told us"))]


def why(row: Any) -> str:
    """In time, or why not."""
    if row.done_on is not None:
        return sentence("same_day_in_time") if row.done_on <= row.clock_on else sentence("same_day_later", {"day": row.done_on})
    if row.state == ReceiptState.PARKED:
        return sentence("same_day_parked", {"reason": why_parked(row.reason)})
    return sentence(f"same_day_{row.tier or ''}")


class SameDayFilter(FilterSet):
    clock = django_filters.ChoiceFilter(label=_("Clock from"), choices=CLOCKS, method="as_asked")
    day_from = DateFilter(label=_("From"), field_name="clock_on", lookup_expr="gte")
    day_until = DateFilter(label=_("Until"), field_name="clock_on", lookup_expr="lte")
    in_time = django_filters.BooleanFilter(label=_("In time"), method="by_time")
    currency = django_filters.CharFilter(label=_("Currency"), field_name="currency")

    class Meta(FilterSet.Meta):
        model = Receipt
        fields = ["clock", "day_from", "day_until", "in_time", "currency"]

    def as_asked(self, rows: QuerySet[Receipt], _name: str, _clock: str) -> QuerySet[Receipt]:
        """The page chose the clock already."""
        return rows

    def by_time(self, rows: QuerySet[Receipt], _name: str, in_time: bool) -> QuerySet[Receipt]:
        return rows.filter(IN_TIME) if in_time else rows.filter(Q(done_on=None) | Q(done_on__gt=F("clock_on")))


class SameDayTable(Table):
    title = _("Receipts by the day of their clock")
    order = ["-clock_on"]
    columns = [
        Column("payer", _("Payer"), "link", of=lambda row: row.payer or row.text[:40] or _("unnamed"), narrow=True),
        Column("amount", _("Amount"), "money", sort="amount", total=True, narrow=True),
        Column("clock_on", _("Clock from"), "date", sort="clock_on"),
        Column("done_on", _("On its customer"), "date"),
        Column("why", _("In time?"), of=why, narrow=True),
        Column("customer", _("Customer"), of=lambda row: row.customer.legal_name if row.customer else ""),
        Column("booked_on", _("Booked on"), "date", sort="booked_on", shown=False),
        Column("value_on", _("Value date"), "date", sort="value_on", shown=False),
    ]
    nothing_yet = _("No money in these days.")
