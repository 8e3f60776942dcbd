"""BC-07: the currencies of campaign, account and contract do not agree."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control, in_force

QUESTION = f"""
    WITH agreed AS (
        SELECT s.account_id, s.period, min(k.currency) AS currency, min(k.number) AS number, bool_or(k.currency = f.currency) AS same
        FROM spend_accounts s
        JOIN accounts_financialaccount f ON f.id = s.account_id
        JOIN accounts_contract k ON k.customer_id = s.customer_id AND k.entity_id = s.entity_id
            AND {in_force("k", "s.last_on", "s.last_on")}
        GROUP BY s.account_id, s.period
    )
    SELECT s.campaign_id AS subject_id, s.customer_id, s.period, sum(s.amount) AS amount, s.currency, 'stop' AS severity,
        CASE WHEN s.currency <> f.currency THEN 'bc_07_spend'
            WHEN c.currency <> f.currency THEN 'bc_07_campaign' ELSE 'bc_07_contract' END AS why,
        CASE WHEN s.currency <> f.currency OR c.currency <> f.currency THEN 'bc_07_move' ELSE 'bc_07_amend' END AS fix,
        jsonb_build_object(
            'spend', s.currency, 'campaign', c.currency, 'account', f.number, 'billed', f.currency,
            'contract', a.number, 'agreed', a.currency
        ) AS facts
    FROM spend s
    JOIN accounts_financialaccount f ON f.id = s.account_id
    JOIN accounts_campaign c ON c.id = s.campaign_id
    LEFT JOIN agreed a ON a.account_id = s.account_id AND a.period = s.period
    WHERE s.currency <> f.currency OR c.currency <> f.currency OR NOT a.same
    GROUP BY s.campaign_id, s.customer_id, s.period, s.currency, c.currency, f.number, f.currency, a.number, a.currency
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-07",
    title=_("Currencies of campaign, account and contract differ"),
    team="clerk",
    asks={"campaign": QUESTION},
    fixed_on={"bc_07_move": ("campaign_link", "object")},
)
