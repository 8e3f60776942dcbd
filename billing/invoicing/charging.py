"""Fees, minimum amounts and rebates of contracts on the invoices of a run, as one statement over what was judged."""

# A fee and a minimum fall due for the month of the run, and again for each month in which they were proposed and not issued. They
# stand on the first invoice of the customer; where it has none, on one of their own, on its first active account. The minimum is
# compared with all spend of the month but tests, billed or not, so that what is held is not charged twice. A rebate is given on each
# invoice, on its lines after discounts; that of a product before one for all.
CHARGES = """
    CREATE TEMPORARY TABLE run_due ON COMMIT DROP AS
    SELECT k.id AS condition_id, k.kind, k.customer_id, k.product, k.currency, m.month,
        round(k.value, currency_digits(k.currency)) AS value
    FROM accounts_condition k
    JOIN LATERAL (
        SELECT %(month)s::date AS month
        UNION SELECT c.month FROM billing_runcharge c JOIN billing_billingrun r ON r.id = c.run_id
        WHERE c.condition_id = k.id AND r.state = 'done' AND NOT c.is_issued
    ) m ON k.valid_from < (m.month + interval '1 month')
        AND (k.valid_until IS NULL OR k.valid_until >= (m.month + interval '1 month')::date)
    WHERE k.state = 'active' AND k.kind IN ('fee', 'minimum') AND k.entity_id = %(entity)s AND k.customer_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM billing_runcharge c WHERE c.condition_id = k.id AND c.month = m.month AND c.is_issued);

    ALTER TABLE run_due ADD COLUMN spent numeric NOT NULL DEFAULT 0, ADD COLUMN document_id bigint;
    UPDATE run_due u SET spent = s.amount
    FROM (
        SELECT u.condition_id, u.month, sum(i.amount) AS amount
        FROM run_due u
        JOIN billing_runitem i ON i.customer_id = u.customer_id AND i.month = u.month AND i.currency = u.currency
        JOIN billing_billingrun r ON r.id = i.run_id AND r.entity_id = %(entity)s
        JOIN accounts_campaign c ON c.id = i.campaign_id
        WHERE (u.product = '' OR c.product = u.product)
            AND ((r.id = %(run)s AND i.result <> 'test') OR (r.id <> %(run)s AND i.result = 'billed'))
        GROUP BY 1, 2
    ) s WHERE s.condition_id = u.condition_id AND s.month = u.month;
    DELETE FROM run_due WHERE kind = 'minimum' AND spent >= value;

    INSERT INTO billing_rundocument (run_id, "group", account_id, customer_id, currency, net, lines, state, why, created_by_id)
    SELECT DISTINCT ON (a.customer_id, a.currency)
        %(run)s, 'charges:' || a.id, a.id, coalesce(a.payer_id, a.customer_id), a.currency, 0, 0, 'ready', '[]', %(actor)s
    FROM run_due u
    JOIN accounts_financialaccount a ON a.customer_id = u.customer_id AND a.entity_id = %(entity)s AND a.currency = u.currency
        AND a.state = 'active'
    WHERE NOT EXISTS (
        SELECT 1 FROM billing_runitem i WHERE i.run_id = %(run)s AND i.customer_id = u.customer_id AND i.currency = u.currency
            AND i.document_id IS NOT NULL
    )
    ORDER BY a.customer_id, a.currency, a.id;
    UPDATE run_due u SET document_id = coalesce(
        (SELECT min(i.document_id) FROM billing_runitem i
            WHERE i.run_id = %(run)s AND i.customer_id = u.customer_id AND i.currency = u.currency),
        (SELECT min(d.id) FROM billing_rundocument d JOIN accounts_financialaccount a ON a.id = d.account_id
            WHERE d.run_id = %(run)s AND d.lines = 0 AND a.customer_id = u.customer_id AND d.currency = u.currency)
    );

    INSERT INTO billing_runcharge (run_id, document_id, condition_id, month, base, amount, currency, is_issued)
    SELECT %(run)s, document_id, condition_id, month, spent, CASE kind WHEN 'minimum' THEN value - spent ELSE value END, currency, false
    FROM run_due WHERE document_id IS NOT NULL ORDER BY condition_id, month;

    INSERT INTO billing_runcharge (run_id, document_id, condition_id, month, base, amount, currency, is_issued)
    SELECT %(run)s, g.document_id, g.id, %(month)s, g.base, -round(g.base * g.value / 100, currency_digits(g.currency)), g.currency, false
    FROM (
        SELECT i.document_id, k.id, k.value, i.currency, sum(i.amount - coalesce(
            round(i.amount * d.value / 100, currency_digits(i.currency)), 0)) AS base
        FROM billing_runitem i
        JOIN accounts_campaign c ON c.id = i.campaign_id
        LEFT JOIN accounts_condition d ON d.id = i.discount_id
        JOIN LATERAL (
            SELECT k.id, k.value FROM accounts_condition k
            WHERE k.state = 'active' AND k.kind = 'rebate' AND k.entity_id = %(entity)s AND k.customer_id = i.customer_id
                AND k.currency = i.currency AND k.product IN (c.product, '') AND k.valid_from <= i.last
                AND (k.valid_until IS NULL OR k.valid_until > i.last)
            ORDER BY k.product = '', k.id LIMIT 1
        ) k ON true
        WHERE i.run_id = %(run)s AND i.result = 'bill' AND i.document_id IS NOT NULL
        GROUP BY 1, 2, 3, 4
    ) g WHERE round(g.base * g.value / 100, currency_digits(g.currency)) <> 0 ORDER BY 2, 3;
    DROP TABLE run_due;
"""
