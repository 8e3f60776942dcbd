"""BC-10: nobody to send the invoice to: no finance contact, or one whose mail does not arrive."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import E_INVOICE_FROM, Control

# Only the last sending of a document counts: it may have been sent again another way.
REJECTED = """
    SELECT d.id AS subject_id, d.customer_id, date_trunc('month', d.document_date)::date AS period, d.gross AS amount, d.currency,
        CASE WHEN last.channel = 'e_invoice' THEN 'stop' ELSE 'warn' END AS severity, 'bc_10_rejected' AS why, 'bc_10_send' AS fix,
        jsonb_build_object('recipient', last.recipient, 'reason', last.reason) AS facts
    FROM (
        SELECT DISTINCT ON (document_id) document_id, state, channel, recipient, reason FROM billing_delivery ORDER BY document_id, id DESC
    ) last
    JOIN billing_document d ON d.id = last.document_id
    WHERE last.state = 'rejected' AND d.document_date BETWEEN %(since)s AND %(day)s
"""

CONTROL = Control(
    code="BC-10",
    title=_("Finance contact not reachable, or delivery failed"),
    team="clerk",
    asks={
        "customer": f"""
        SELECT s.customer_id AS subject_id, s.customer_id, period, sum(s.amount) AS amount, s.currency,
            CASE WHEN law.since IS NULL THEN 'warn' ELSE 'stop' END AS severity,
            CASE
                WHEN reach.person IS NULL THEN 'bc_10_missing'
                WHEN reach.bouncing THEN 'bc_10_bouncing'
                ELSE 'bc_10_invalid'
            END AS why,
            CASE WHEN reach.person IS NULL THEN 'bc_10_enter' ELSE 'bc_10_replace' END AS fix,
            jsonb_build_object('person', reach.person) AS facts
        FROM spend_accounts s
        JOIN accounts_customer c ON c.id = s.customer_id
        LEFT JOIN (VALUES {E_INVOICE_FROM}) law(country, since) ON law.country = c.country AND law.since <= %(day)s
        LEFT JOIN LATERAL (
            SELECT max(p.person) AS person, coalesce(bool_or(p.bounce <> ''), false) AS bouncing,
                coalesce(bool_or(p.state <> 'invalid' AND p.bounce = ''), false) AS reachable
            FROM accounts_contact p
            WHERE p.customer_id = c.id AND p.role = 'finance' AND p.email <> ''
                AND p.valid_from <= %(day)s AND (p.valid_until IS NULL OR p.valid_until > %(day)s)
        ) reach ON true
        WHERE NOT reach.reachable
        GROUP BY s.customer_id, period, s.currency, law.since, reach.person, reach.bouncing
    """,  # noqa: S608  (our own constant)
        "document": REJECTED,
    },
    fixed_on={"bc_10_enter": ("contact_new", "customer")},
)
