"""Which campaigns may lack an account: kept by the database, because asking a million links anew takes a third of a second."""

import pgtrigger
from django.db import models

from o2c.accounts.campaigns.models import Campaign
from o2c.accounts.financial_accounts.models.accounts import CampaignAccount

KEEP = """
DELETE FROM accounts_unbilledcampaign WHERE campaign_id = {campaign};
INSERT INTO accounts_unbilledcampaign (campaign_id)
    SELECT c.id FROM accounts_campaign c
    WHERE c.id = {campaign} AND c.state IN ('planned', 'live', 'paused')
        AND NOT EXISTS (SELECT 1 FROM accounts_campaignaccount l WHERE l.campaign_id = c.id AND l.valid_until IS NULL)
    ON CONFLICT DO NOTHING;
RETURN NULL;
"""


class UnbilledCampaign(models.Model):
    """A campaign that is not over and bills to no account until further notice; whether it does so today, its links say."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.campaign_id)


pgtrigger.register(
    pgtrigger.Trigger(
        name="unbilled",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
        when=pgtrigger.After,
        func=KEEP.format(campaign="NEW.id"),
    )
)(Campaign)
pgtrigger.register(
    pgtrigger.Trigger(
        name="unbilled",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        func=KEEP.format(campaign="COALESCE(NEW.campaign_id, OLD.campaign_id)"),
    )
)(CampaignAccount)
