"""BC-11: a test campaign that spends past its end or over its free budget: it must be converted, or somebody pays for it."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

QUESTION = """
    WITH tests AS (
        SELECT c.id, c.advertiser_id, c.currency, c.test_budget, c.test_ends_on, s.service_date, s.amount,
            sum(s.amount) OVER (PARTITION BY c.id ORDER BY s.service_date, s.id) AS used
        FROM accounts_campaign c
        JOIN billing_spendrecord s ON s.campaign_id = c.id AND s.currency = c.currency AND s.service_date <= %(day)s
        WHERE c.is_test AND (%(customer)s::bigint IS NULL OR c.advertiser_id = %(customer)s)
            AND (%(campaign)s::bigint IS NULL OR c.id = %(campaign)s)
            AND NOT EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = s.id AND k.corrects_id IS NOT NULL)
    ), over AS (
        SELECT id, advertiser_id, currency, test_budget, test_ends_on, date_trunc('month', service_date)::date AS period, service_date,
            used, CASE WHEN service_date >= test_ends_on THEN amount ELSE least(amount, used - test_budget) END AS amount,
            service_date >= test_ends_on AS late
        FROM tests WHERE service_date >= %(since)s AND (service_date >= test_ends_on OR used > test_budget)
    )
    SELECT id AS subject_id, advertiser_id AS customer_id, period, sum(amount) AS amount, currency, 'stop' AS severity,
        CASE WHEN bool_or(late) THEN 'bc_11_past_end' ELSE 'bc_11_over_budget' END AS why, 'bc_11_convert' AS fix,
        jsonb_build_object(
            'ended', test_ends_on - 1, 'days', count(DISTINCT service_date) FILTER (WHERE late), 'budget', test_budget, 'used', max(used),
            'currency', currency
        ) AS facts
    FROM over GROUP BY id, advertiser_id, currency, test_budget, test_ends_on, period
"""

CONTROL = Control(code="BC-11", title=_("Test campaign past its end or over its budget"), team="clerk", asks={"campaign": QUESTION})
