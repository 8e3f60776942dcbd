"""Spend on the way of the money: from its campaign to the line that bills it."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from o2c.billing.spend.models import SpendRecord
from o2c.billing.spend.queries import VIEW, spend
from o2c.core.money import Money
from o2c.core.tracing import registry as trace
from o2c.core.tracing.registry import Node


def of_record(row: SpendRecord) -> Node:
    day = row.service_date.isoformat()
    address = urlencode({"q": row.campaign.ext_id, "served_from": day, "served_until": day})
    return Node(str(row), f"{reverse('spend_list')}?{address}", row.service_date, Money(row.amount, row.currency), row.campaign.name)


trace.kind("billing.spendrecord", _("Spend"), spend, of_record, permission=VIEW)
trace.link(
    "accounts.campaign", "billing.spendrecord", forward=lambda campaign: Q(campaign=campaign), back=lambda row: Q(pk=row.campaign_id)
)
trace.link(
    "billing.spendrecord", "billing.documentline", forward=lambda row: Q(spend__spend=row), back=lambda line: Q(billing__document_line=line)
)
