"""BC-01: a campaign that spends and bills to no financial account."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

CONTROL = Control(
    code="BC-01",
    title=_("Spend without a financial account"),
    subject="campaign",
    team="clerk",
    question="""
        SELECT campaign_id AS subject_id, advertiser_id AS customer_id, period, sum(amount) AS amount, currency, 'stop' AS severity,
            'bc_01_no_account' AS why, CASE WHEN suggested IS NULL THEN 'bc_01_open_account' ELSE 'bc_01_link_account' END AS fix,
            jsonb_build_object(
                'days', count(DISTINCT service_date), 'first', min(service_date), 'last', max(service_date), 'account', suggested
            ) AS facts
        FROM spend s
        LEFT JOIN LATERAL (
            SELECT min(a.number) AS suggested FROM accounts_financialaccount a
            WHERE a.customer_id = s.advertiser_id AND a.currency = s.currency AND a.state = 'active'
        ) likely ON true
        WHERE s.account_id IS NULL
        GROUP BY campaign_id, advertiser_id, period, currency, suggested
    """,
)
