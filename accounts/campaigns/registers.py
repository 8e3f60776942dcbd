"""What this room tells the house when it loads."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from o2c.accounts.campaigns import queries, traced
from o2c.accounts.campaigns.services import CONVERSION
from o2c.core.access.models import User
from o2c.core.approvals.registry import approval_kind
from o2c.core.files.reach import carries_files
from o2c.core.pages import jump, menu, panels
from o2c.core.pages.jump import Hit

TRACED = traced  # importing it registers what lies on the way of the money


def campaigns_like(actor: User, text: str) -> Iterator[Hit]:
    """Campaigns by name or external id for the global search."""
    if actor.may(queries.VIEW):
        for campaign in queries.named(queries.campaigns(actor), text)[:3]:
            yield Hit(campaign.name, _("Campaign"), campaign.get_absolute_url(), campaign.ext_id)


menu.add("accounts", _("Campaigns"), "campaign_list", queries.VIEW, order=30)
panels.add("accounts.customer", _("Campaigns"), "customer_campaigns", permission=queries.VIEW, order=40)
jump.source(campaigns_like)
approval_kind(CONVERSION, _("Bill a test campaign"), "accounts.convert_test_campaign", roles=["approver"])
carries_files("accounts.campaign", queries.campaigns)
