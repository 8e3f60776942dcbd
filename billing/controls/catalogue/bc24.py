"""BC-24: the way the invoice is to be paid will be dead before it falls due."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

MANDATE_MONTHS = 36  # without a collection. Source: reference 14

# Which method: the one the terms demand, or the payer's primary one. Due: the day and the net days of the terms.
QUESTION = f"""
    WITH due AS (
        SELECT s.account_id, s.customer_id, s.entity_id, s.period, s.amount, s.currency, coalesce(f.payer_id, f.customer_id) AS payer_id,
            %(day)s::date + t.net_days AS due_on, CASE t.means WHEN 'card' THEN 'card' WHEN 'direct_debit' THEN 'sdd' END AS demanded
        FROM spend_accounts s
        JOIN accounts_financialaccount f ON f.id = s.account_id
        JOIN accounts_paymentterm t ON t.id = f.terms_id
    ), paying AS (
        SELECT d.*, p.public_id AS at, p.kind, p.state, p.answer, p.last4, p.expires, m.reference, m.state AS mandate,
            (p.expires + interval '1 month')::date - 1 AS ends_on,
            (coalesce(m.last_used_on, m.signed_on) + interval '{MANDATE_MONTHS} months')::date AS lapses_on
        FROM due d
        LEFT JOIN LATERAL (
            SELECT p.* FROM accounts_paymentmethod p
            WHERE p.customer_id = d.payer_id AND p.state <> 'ended' AND (p.kind = d.demanded OR (d.demanded IS NULL AND p.rank = 'primary'))
            ORDER BY p.state = 'active' DESC, p.rank = 'primary' DESC, p.id LIMIT 1
        ) p ON true
        LEFT JOIN accounts_mandate m ON m.method_id = p.id AND p.kind = 'sdd'
        WHERE d.demanded IS NOT NULL OR p.kind IN ('card', 'sdd')
    ), judged AS (
        SELECT *, CASE
            WHEN at IS NULL THEN 'bc_24_missing'
            WHEN kind = 'card' AND ends_on < due_on THEN 'bc_24_card_ends'
            WHEN answer = 'hard_decline' THEN 'bc_24_declined'
            WHEN kind = 'sdd' AND (mandate IS NULL OR mandate <> 'active') THEN 'bc_24_mandate'
            WHEN kind = 'sdd' AND lapses_on <= due_on THEN 'bc_24_mandate_lapses'
            WHEN state <> 'active' THEN 'bc_24_not_active'
        END AS why FROM paying
    )
    SELECT account_id AS subject_id, customer_id, period, amount, currency, 'warn' AS severity, why,
        CASE WHEN at IS NULL THEN 'bc_24_enter' ELSE 'bc_24_renew' END AS fix,
        jsonb_build_object(
            'card', last4, 'ends', ends_on, 'mandate', reference, 'lapses', lapses_on, 'due', due_on,
            'at', coalesce(at, (SELECT c.public_id FROM accounts_customer c WHERE c.id = payer_id))
        ) AS facts
    FROM judged WHERE why IS NOT NULL
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-24",
    title=_("Payment method dead before the due date"),
    team="clerk",
    asks={"financial_account": QUESTION},
    fixed_on={"bc_24_enter": ("payment_method_new", "at"), "bc_24_renew": ("payment_method_detail", "at")},
)
