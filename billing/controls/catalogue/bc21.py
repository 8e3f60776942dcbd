"""BC-21: there is no rate to convert the invoice into the entity's own currency."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control
from o2c.core.entities.rules import STALE_AFTER

# As `entities.queries.conversion`: both currencies are quoted against the euro, and a quote is good for ten days.
QUESTION = f"""
    SELECT s.account_id AS subject_id, s.customer_id, s.period, s.amount, s.currency, 'stop' AS severity,
        CASE WHEN max(last.day) IS NULL THEN 'bc_21_missing' ELSE 'bc_21_stale' END AS why, 'bc_21_load' AS fix,
        jsonb_build_object('needed', min(need.code), 'on', %(day)s::date, 'latest', max(last.day)) AS facts
    FROM spend_accounts s
    JOIN accounts_financialaccount f ON f.id = s.account_id
    JOIN core_legalentity e ON e.id = s.entity_id AND e.base_currency <> f.currency
    CROSS JOIN LATERAL (VALUES (f.currency), (e.base_currency)) need(code)
    LEFT JOIN (
        SELECT r.code, max(r.day) AS day FROM core_rate r
        JOIN core_ratetable t ON t.id = r.table_id AND t.purpose = 'booking' AND t.base = 'EUR'
        WHERE r.day <= %(day)s AND NOT EXISTS (SELECT 1 FROM core_rate n WHERE n.supersedes_id = r.id)
        GROUP BY r.code
    ) last ON last.code = need.code
    WHERE need.code <> 'EUR' AND (last.day IS NULL OR last.day < %(day)s::date - {STALE_AFTER.days})
    GROUP BY s.account_id, s.customer_id, s.period, s.amount, s.currency
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-21",
    title=_("Exchange rate missing"),
    team="finance",
    asks={"financial_account": QUESTION},
    fixed_on={"bc_21_load": ("rates_load", "")},
)
