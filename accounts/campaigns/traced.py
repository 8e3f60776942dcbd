"""Campaigns on the way of the money: after the insertion orders they run under."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.campaigns.queries import VIEW, campaigns
from o2c.core.tracing import registry as trace
from o2c.core.tracing.registry import Node


def of_campaign(row: Campaign) -> Node:
    return Node(row.name, row.get_absolute_url(), row.starts_on, note=row.advertiser.legal_name)


trace.kind("accounts.campaign", _("Campaigns"), campaigns, of_campaign, permission=VIEW)
trace.link(
    "accounts.insertionorder",
    "accounts.campaign",
    forward=lambda order: Q(insertion_orders=order),
    back=lambda campaign: Q(campaigns=campaign),
)
