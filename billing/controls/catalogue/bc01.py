"""BC-01: a campaign that spends, or runs, and bills to no financial account."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

# The advertiser's own account comes before that of whoever acts for it.
LIKELY = """
    SELECT DISTINCT ON (of_customer, currency) of_customer, currency, number FROM (
        SELECT a.customer_id AS of_customer, a.currency, a.number, 1 AS rank FROM accounts_financialaccount a WHERE a.state = 'active'
        UNION ALL
        SELECT r.to_customer_id, a.currency, a.number, 2
        FROM accounts_customerrelation r JOIN accounts_financialaccount a ON a.customer_id = r.from_customer_id AND a.state = 'active'
        WHERE r.kind IN ('agency_of', 'reseller_of', 'payer_for') AND r.valid_from <= %(day)s
            AND (r.valid_until IS NULL OR r.valid_until > %(day)s)
    ) each_one ORDER BY of_customer, currency, rank, number
"""

QUESTION = f"""
    WITH likely AS ({LIKELY}), loose AS (
        SELECT campaign_id, advertiser_id, period, currency, amount, days, first_on, last_on FROM spend WHERE account_id IS NULL
        UNION ALL
        SELECT c.id, c.advertiser_id, date_trunc('month', %(day)s::date)::date, c.currency, 0, 0, c.starts_on, NULL
        FROM accounts_campaign c
        WHERE c.state = 'live' AND NOT c.is_test AND c.starts_on <= %(day)s AND (c.ends_on IS NULL OR c.ends_on > %(day)s)
            AND (%(customer)s::bigint IS NULL OR c.advertiser_id = %(customer)s) AND (%(campaign)s::bigint IS NULL OR c.id = %(campaign)s)
            AND NOT EXISTS (
                SELECT 1 FROM accounts_campaignaccount l
                WHERE l.campaign_id = c.id AND l.valid_from <= %(day)s AND (l.valid_until IS NULL OR l.valid_until > %(day)s)
            )
    )
    SELECT l.campaign_id AS subject_id, l.advertiser_id AS customer_id, l.period, l.amount, l.currency,
        CASE WHEN l.days > 0 THEN 'stop' ELSE 'warn' END AS severity,
        CASE WHEN l.days > 0 THEN 'bc_01_no_account' ELSE 'bc_01_live' END AS why,
        CASE WHEN k.number IS NULL THEN 'bc_01_open_account' ELSE 'bc_01_link_account' END AS fix,
        jsonb_build_object('days', l.days, 'first', l.first_on, 'last', l.last_on, 'account', k.number) AS facts
    FROM loose l LEFT JOIN likely k ON k.of_customer = l.advertiser_id AND k.currency = l.currency
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-01",
    title=_("Spend without a financial account"),
    team="clerk",
    asks={"campaign": QUESTION},
    fixed_on={"bc_01_link_account": ("campaign_link", "object"), "bc_01_open_account": ("financial_account_new", "")},
)
