"""BC-05: the customer's purchase orders do not cover the days of the spend."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.bc04 import ORDERED_ONLY
from o2c.billing.controls.catalogue.control import Control

OPEN = "o.customer_id = s.customer_id AND o.currency = s.currency AND o.state = 'open'"

# The finding is about the order that ends last before the open days, or about the one that begins first after them.
QUESTION = f"""
    WITH doubtful AS (
        SELECT * FROM ({ORDERED_ONLY}) s
        WHERE NOT EXISTS (
            SELECT 1 FROM accounts_purchaseorder o
            WHERE {OPEN} AND o.starts_on <= s.first_on AND (o.ends_on IS NULL OR o.ends_on > s.last_on)
        )
    ), open_days AS (
        SELECT s.customer_id, s.currency, s.period, sum(d.amount) AS amount, count(DISTINCT d.service_date) AS days,
            min(d.service_date) AS first_on, max(d.service_date) AS last_on
        FROM doubtful s
        JOIN spend_days d ON d.account_id = s.account_id AND d.service_date BETWEEN s.first_on AND s.last_on AND d.currency = s.currency
        WHERE NOT EXISTS (
            SELECT 1 FROM accounts_purchaseorder o
            WHERE {OPEN} AND o.starts_on <= d.service_date AND (o.ends_on IS NULL OR o.ends_on > d.service_date)
        )
        GROUP BY s.customer_id, s.currency, s.period
    )
    SELECT near.id AS subject_id, s.customer_id, s.period, s.amount, s.currency, 'stop' AS severity,
        CASE WHEN near.ends_on <= s.first_on THEN 'bc_05_expired' ELSE 'bc_05_not_begun' END AS why,
        CASE WHEN near.ends_on <= s.first_on THEN 'bc_05_renew' ELSE 'bc_05_ask' END AS fix,
        jsonb_build_object(
            'order', near.number, 'days', s.days, 'first', s.first_on, 'last', s.last_on, 'ended', near.ends_on - 1,
            'begins', near.starts_on
        ) AS facts
    FROM open_days s
    JOIN LATERAL (
        SELECT o.id, o.number, o.starts_on, o.ends_on FROM accounts_purchaseorder o WHERE {OPEN}
        ORDER BY o.ends_on <= s.first_on DESC NULLS LAST, CASE WHEN o.ends_on <= s.first_on THEN s.first_on - o.ends_on END,
            o.starts_on, o.id
        LIMIT 1
    ) near ON true
"""  # noqa: S608  (our own constants)

CONTROL = Control(
    code="BC-05",
    title=_("Purchase order expired, or not for these days"),
    team="clerk",
    asks={"purchase_order": QUESTION},
)
