"""The spend that is still to be billed, each record with its fate: one statement for the run, the panels and the proofs."""

# What was billed of the records that this one takes the place of, the whole chain back; units as the last billed record has them.
BILLED_BEFORE = """
    SELECT sum(b.amount) AS amount, (array_agg(r.units ORDER BY r.id DESC))[1] AS units
    FROM (
        WITH RECURSIVE chain(id) AS (
            SELECT s.corrects_id
            UNION ALL SELECT p.corrects_id FROM chain JOIN billing_spendrecord p ON p.id = chain.id WHERE p.corrects_id IS NOT NULL
        )
        SELECT id FROM chain
    ) replaced
    JOIN billing_spendbilling b ON b.spend_id = replaced.id JOIN billing_spendrecord r ON r.id = b.spend_id
"""

# A record that bills to no account belongs to the first of our entities that deal with its advertiser.
OPEN_SPEND = f"""
    SELECT s.id AS spend_id, s.campaign_id, s.service_date, date_trunc('month', s.service_date)::date AS month, s.currency,
        s.amount - coalesce(before.amount, 0) AS amount, s.units - coalesce(before.units, 0) AS units,
        before.amount IS NOT NULL AS is_correction, c.advertiser_id, c.product,
        c.is_test OR s.service_date < coalesce(c.converted_on, s.service_date) AS is_test,
        a.id AS account_id, a.customer_id, a.payer_id, a.state AS account_state, a.currency AS account_currency,
        coalesce(a.entity_id, home.entity_id) AS entity_id
    FROM billing_spendrecord s
    JOIN accounts_campaign c ON c.id = s.campaign_id
    LEFT JOIN accounts_campaignaccount l ON l.campaign_id = c.id
        AND l.valid_from <= s.service_date AND (l.valid_until IS NULL OR l.valid_until > s.service_date)
    LEFT JOIN accounts_financialaccount a ON a.id = l.account_id
    LEFT JOIN (SELECT customer_id, min(entity_id) AS entity_id FROM accounts_customerentity GROUP BY customer_id) home
        ON a.id IS NULL AND home.customer_id = c.advertiser_id
    LEFT JOIN LATERAL ({BILLED_BEFORE}) before ON s.corrects_id IS NOT NULL
    WHERE s.service_date < %(until)s
        AND NOT EXISTS (SELECT 1 FROM billing_spendbilling b WHERE b.spend_id = s.id)
        AND NOT EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = s.id)
"""  # noqa: S608  (our own constant)

# What stands against an object in a month, as `controls.queries.blocking` has it: what stops before what holds, the largest amount first.
BLOCKED = """
    SELECT DISTINCT ON (subject_kind, subject_id, period) id, subject_kind, subject_id, period, severity,
        subject_id * 4000000 + (period - DATE '2000-01-01') AS place
    FROM billing_billingexception
    WHERE severity IN ('stop', 'hold') AND (state IN ('open', 'assigned') OR (state = 'waived' AND waived_until <= %(today)s))
        AND subject_kind IN ('campaign', 'customer', 'financial_account')
    ORDER BY subject_kind, subject_id, period, severity DESC, amount DESC, id
"""

# One join by one key for each object an exception may stand on, so that each is a hash however many exceptions there are. The planner
# knows nothing of their number; by object and month it would merge by month and compare all of a month with all.
STANDING = "".join(
    f"""
    LEFT JOIN blocked b{number} ON b{number}.subject_kind = '{kind}'
        AND b{number}.place = o.{column} * 4000000 + (o.month - DATE '2000-01-01')"""
    for number, (kind, column) in enumerate(
        [
            ("campaign", "campaign_id"), ("financial_account", "account_id"), ("customer", "customer_id"), ("customer", "payer_id"),
            ("customer", "advertiser_id"),
        ],
        1,
    )
)  # fmt: skip

JUDGED = f"""
    WITH blocked AS MATERIALIZED ({BLOCKED})
    SELECT o.*, coalesce(o.customer_id, o.advertiser_id) AS billed_for, e.id AS exception_id,
        CASE
            WHEN o.is_test THEN 'test'
            WHEN o.account_id IS NULL OR o.account_state <> 'active' OR o.amount < 0 THEN 'unbilled'
            WHEN e.severity = 'stop' OR o.currency <> o.account_currency THEN 'excepted'
            WHEN e.severity = 'hold' THEN 'held'
            ELSE 'bill'
        END AS result,
        CASE
            WHEN o.is_test THEN 'run_test'
            WHEN o.account_id IS NULL THEN 'run_no_account'
            WHEN o.account_state <> 'active' THEN 'run_account_not_active'
            WHEN o.amount < 0 THEN 'run_credit_due'
            WHEN e.id IS NOT NULL THEN 'run_exception'
            WHEN o.currency <> o.account_currency THEN 'run_currency'
            ELSE ''
        END AS reason
    FROM ({OPEN_SPEND}) o
    {STANDING}
    LEFT JOIN LATERAL (
        SELECT v.id, v.severity
        FROM (
            VALUES (b1.id, b1.severity), (b2.id, b2.severity), (b3.id, b3.severity), (b4.id, b4.severity), (b5.id, b5.severity)
        ) v(id, severity)
        WHERE v.id IS NOT NULL AND NOT o.is_test ORDER BY v.severity DESC, v.id LIMIT 1
    ) e ON true
"""  # noqa: S608  (our own constants)
