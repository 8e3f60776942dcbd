"""The campaigns that lack an account when the table of them is new."""

from typing import ClassVar

from django.db import migrations

FILL = """
INSERT INTO accounts_unbilledcampaign (campaign_id)
    SELECT c.id FROM accounts_campaign c
    WHERE c.state IN ('planned', 'live', 'paused')
        AND NOT EXISTS (SELECT 1 FROM accounts_campaignaccount l WHERE l.campaign_id = c.id AND l.valid_until IS NULL)
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0013_unbilled_campaigns")]
    operations: ClassVar = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
