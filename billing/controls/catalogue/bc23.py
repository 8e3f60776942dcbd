"""BC-23: the month is locked, or spend came in for a month that had been closed."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

# `posting`: the month a document of the day would be posted in. As `entities.rules.posting_refusal`.
QUESTION = """
    WITH months AS (
        SELECT entity_id, month, bool_and(state = 'open') AS is_open, max(closed_at) FILTER (WHERE state = 'closed') AS closed_at
        FROM core_fiscalperiod WHERE area IN ('billing', 'all') GROUP BY entity_id, month
    )
    SELECT s.account_id AS subject_id, s.customer_id, s.period, s.amount, s.currency, 'stop' AS severity,
        CASE WHEN posting.entity_id IS NULL THEN 'bc_23_not_opened'
            WHEN NOT posting.is_open THEN 'bc_23_locked' ELSE 'bc_23_back_dated' END AS why,
        CASE WHEN posting.is_open THEN 'bc_23_decide' ELSE 'bc_23_open' END AS fix,
        jsonb_build_object(
            'entity', e.code, 'month', to_char(%(day)s::date, 'YYYY-MM'), 'served', to_char(s.period, 'YYYY-MM'),
            'closed', service.closed_at::date, 'came', s.recorded_at::date
        ) AS facts
    FROM spend_accounts s
    JOIN core_legalentity e ON e.id = s.entity_id
    LEFT JOIN months posting ON posting.entity_id = s.entity_id AND posting.month = date_trunc('month', %(day)s::date)::date
    LEFT JOIN months service ON service.entity_id = s.entity_id AND service.month = s.period
    WHERE posting.entity_id IS NULL OR NOT posting.is_open OR s.recorded_at > service.closed_at
"""

CONTROL = Control(
    code="BC-23",
    title=_("Month locked, or spend came in too late"),
    team="finance",
    asks={"financial_account": QUESTION},
    fixed_on={"bc_23_open": ("period_list", "")},
)
