"""BC-06: what waits to be billed is more than remains of the purchase order."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.bc04 import ORDERED_ONLY
from o2c.billing.controls.catalogue.control import Control

# Each day's spend goes on the open order of that day that expires first, as `contracts.queries.usable`. What waits counts whether it
# is about to be billed or held. PO 10,000 with 9,500 billed and 700 waiting: 200 over.
QUESTION = f"""
    WITH days AS (
        SELECT s.customer_id, s.currency, d.service_date, d.period, sum(d.amount) AS amount
        FROM ({ORDERED_ONLY}) s
        JOIN spend_days d ON d.account_id = s.account_id AND d.service_date BETWEEN s.first_on AND s.last_on AND d.currency = s.currency
        GROUP BY s.customer_id, s.currency, d.service_date, d.period
    ), placed AS (
        SELECT o.id, max(d.period) AS period, sum(d.amount) AS waiting
        FROM days d
        CROSS JOIN LATERAL (
            SELECT o.id FROM accounts_purchaseorder o
            WHERE o.customer_id = d.customer_id AND o.currency = d.currency AND o.state = 'open' AND o.starts_on <= d.service_date
                AND (o.ends_on IS NULL OR o.ends_on > d.service_date)
            ORDER BY o.ends_on NULLS LAST, o.id LIMIT 1
        ) o
        GROUP BY o.id
    ), used AS (
        SELECT l.purchase_order_id AS id, sum(CASE d.kind WHEN 'credit_note' THEN -l.net ELSE l.net END) AS billed
        FROM billing_documentline l JOIN billing_document d ON d.id = l.document_id
        WHERE l.purchase_order_id IN (SELECT id FROM placed) GROUP BY l.purchase_order_id
    ), balance AS (
        SELECT o.*, p.period, p.waiting, round(o.amount * (1 + o.tolerance_percent / 100), 2) - coalesce(u.billed, 0) AS remaining
        FROM placed p JOIN accounts_purchaseorder o ON o.id = p.id LEFT JOIN used u ON u.id = p.id
    )
    SELECT id AS subject_id, customer_id, period, waiting - remaining AS amount, currency, 'stop' AS severity,
        'bc_06_exhausted' AS why, 'bc_06_raise' AS fix,
        jsonb_build_object(
            'order', number, 'remaining', remaining, 'total', waiting, 'over', waiting - remaining, 'currency', currency
        ) AS facts
    FROM balance WHERE waiting > remaining
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-06",
    title=_("Purchase order used up"),
    team="clerk",
    asks={"purchase_order": QUESTION},
)
