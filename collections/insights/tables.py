"""Columns and filters of the board."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.billing.ledger.models import OpenItem
from o2c.collections.insights.messages import ACTIONS
from o2c.collections.insights.rules import CustomerFacts, NextAction, next_action
from o2c.core.names import fold
from o2c.core.pages import BuiltInView, Column, FilterSet, Table
from o2c.core.sentences import sentence


class BalanceFilter(FilterSet):
    q = django_filters.CharFilter(method="by_name", label=_("Customer"))
    late = django_filters.ChoiceFilter(
        method="by_lateness", label=_("Only"), choices=[("overdue", _("with something overdue")), ("over_90", _("over 90 days overdue"))]
    )

    class Meta(FilterSet.Meta):
        model = OpenItem
        fields = ["q", "late"]

    def by_name(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        return rows.filter(Q(customer__search_name__contains=fold(text)) | Q(customer__number__startswith=text.strip()))

    def by_lateness(self, rows: QuerySet[Any], _name: str, choice: str) -> QuerySet[Any]:
        if choice == "overdue":
            return rows.filter(overdue__gt=0)
        return rows.filter(over_90__gt=0)


def action_for(row: dict[str, Any]) -> NextAction:
    facts = CustomerFacts(row["overdue"], -row["credits"], row["days_past_due"] or 0, row["due_soon"])
    return next_action(facts)


def action_in_words(row: dict[str, Any]) -> str:
    return str(ACTIONS[action_for(row).action])


def reason_in_words(row: dict[str, Any]) -> str:
    action = action_for(row)
    return sentence(action.why, action.values)


def customer_page(row: dict[str, Any]) -> str:
    return reverse("customer_detail", args=[row["key"]])


class BalanceTable(Table):
    title = _("Customers by overdue")
    level = 2
    order = ("-overdue", "-receivable", "name")
    columns = [
        Column("name", _("Customer"), "link", sort="name", narrow=True, url=customer_page),
        Column("number", _("Number"), sort="number"),
        Column("overdue", _("Overdue"), "money", sort="overdue", narrow=True, total=True),
        Column("receivable", _("Receivable"), "money", sort="receivable", total=True),
        Column("not_due", _("Not due"), "money", sort="not_due", total=True),
        Column("d1_30", _("1–30 days"), "money", sort="d1_30", total=True),
        Column("d31_60", _("31–60 days"), "money", sort="d31_60", total=True),
        Column("d61_90", _("61–90 days"), "money", sort="d61_90", total=True),
        Column("over_90", _("Over 90 days"), "money", sort="over_90", total=True),
        Column("d91_180", _("91–180 days"), "money", sort="d91_180", total=True, shown=False),
        Column("d181_365", _("181–365 days"), "money", sort="d181_365", total=True, shown=False),
        Column("over_365", _("Over 365 days"), "money", sort="over_365", total=True, shown=False),
        Column("credits", _("Credits"), "money", sort="credits", total=True),
        Column("days_past_due", _("Oldest, days"), "number", sort="days_past_due"),
        Column("documents", _("Documents"), "number", sort="documents", shown=False),
        Column("action", _("Next action"), of=action_in_words, narrow=True),
        Column("why", _("Why"), of=reason_in_words, shown=False),
    ]
    views = [BuiltInView(_("Overdue"), "late=overdue"), BuiltInView(_("Over 90 days"), "late=over_90")]
    nothing_yet = _("Nobody owes anything here on this day.")
