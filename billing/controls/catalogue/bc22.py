"""BC-22: much more, or much less, than this account is usually billed in a month."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

TIMES, MONTHS = 3, 6  # Source: reference 12

# The usual month: what was invoiced in the six before, over the months that had an invoice. A month that still runs can only be too much.
QUESTION = f"""
    WITH usual AS (
        SELECT s.account_id, s.period, sum(d.gross) / count(DISTINCT date_trunc('month', d.document_date)) AS amount
        FROM (SELECT DISTINCT account_id, period, currency FROM spend_accounts WHERE account_id IS NOT NULL) s
        JOIN billing_document d ON d.account_id = s.account_id AND d.currency = s.currency AND d.kind = 'invoice'
            AND d.document_date >= s.period - interval '{MONTHS} months' AND d.document_date < s.period
        GROUP BY s.account_id, s.period
    )
    SELECT s.account_id AS subject_id, s.customer_id, s.period, abs(s.amount - u.amount)::numeric(20, 2) AS amount, s.currency,
        'warn' AS severity, CASE WHEN s.amount > u.amount THEN 'bc_22_more' ELSE 'bc_22_less' END AS why, 'bc_22_look' AS fix,
        jsonb_build_object('this', s.amount, 'usual', round(u.amount, 2), 'currency', s.currency) AS facts
    FROM spend_accounts s JOIN usual u ON u.account_id = s.account_id AND u.period = s.period
    WHERE s.amount > u.amount * {TIMES}
        OR (s.amount * {TIMES} < u.amount AND s.period < date_trunc('month', %(day)s::date))
"""  # noqa: S608  (our own constants)

CONTROL = Control(code="BC-22", title=_("Amount far from the usual"), team="clerk", asks={"financial_account": QUESTION})
