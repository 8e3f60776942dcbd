"""BC-02: spend on days that no contract covers."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

# A contract that has ended still covers the days it was in force; an active one with tacit renewal goes on.
CONTROL = Control(
    code="BC-02",
    title=_("Spend without a contract"),
    subject="campaign",
    team="clerk",
    question="""
        SELECT campaign_id AS subject_id, s.customer_id, period, sum(amount) AS amount, s.currency, 'stop' AS severity,
            'bc_02_no_contract' AS why, CASE WHEN ended.number IS NULL THEN 'bc_02_sign' ELSE 'bc_02_renew' END AS fix,
            jsonb_build_object(
                'days', count(DISTINCT service_date), 'first', min(service_date), 'last', max(service_date),
                'contract', ended.number, 'ended', ended.ends_on
            ) AS facts
        FROM spend s
        LEFT JOIN LATERAL (
            SELECT k.number, k.ends_on FROM accounts_contract k
            WHERE k.customer_id IN (s.advertiser_id, s.customer_id) AND k.ends_on <= s.service_date
            ORDER BY k.ends_on DESC, k.id DESC LIMIT 1
        ) ended ON true
        WHERE NOT EXISTS (
            SELECT 1 FROM accounts_contract k
            WHERE k.customer_id IN (s.advertiser_id, s.customer_id)
                AND (s.entity_id IS NULL OR k.entity_id = s.entity_id)
                AND k.state IN ('active', 'amended', 'expired', 'terminated')
                AND k.starts_on <= s.service_date
                AND (k.ends_on IS NULL OR k.ends_on > s.service_date OR (k.renewal = 'tacit' AND k.state = 'active'))
        )
        GROUP BY campaign_id, s.customer_id, period, s.currency, ended.number, ended.ends_on
    """,
)
