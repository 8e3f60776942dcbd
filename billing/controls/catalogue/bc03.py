"""BC-03: spend that no signed insertion order covers, or more of it than was ordered."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

# `days` of an order that has ended: from its end to the last spend, both included. Ended 31 March, spend on 2 April: 2 days.
UNCOVERED = """
    SELECT campaign_id AS subject_id, customer_id, period, sum(amount) AS amount, currency, 'stop' AS severity,
        CASE WHEN count(orders) = 0 THEN 'bc_03_missing' WHEN bool_or(unsigned) THEN 'bc_03_unsigned' ELSE 'bc_03_expired' END AS why,
        CASE WHEN count(orders) = 0 THEN 'bc_03_enter' WHEN bool_or(unsigned) THEN 'bc_03_sign' ELSE 'bc_03_extend' END AS fix,
        jsonb_build_object(
            'days', coalesce(max(service_date) - max(ended) + 1, count(DISTINCT service_date)),
            'first', min(service_date), 'last', max(service_date), 'order', max(orders), 'ended', max(ended) - 1
        ) AS facts
    FROM (
        SELECT s.*, o.orders, o.unsigned, o.ended
        FROM spend s
        LEFT JOIN LATERAL (
            SELECT max(i.number) AS orders, max(i.ends_on) FILTER (WHERE i.ends_on <= s.service_date) AS ended,
                coalesce(bool_or(i.state = 'draft' AND i.starts_on <= s.service_date AND i.ends_on > s.service_date), false) AS unsigned,
                coalesce(
                    bool_or(i.state IN ('signed', 'closed') AND i.starts_on <= s.service_date AND i.ends_on > s.service_date), false
                ) AS covered
            FROM accounts_campaign_insertion_orders x JOIN accounts_insertionorder i ON i.id = x.insertionorder_id
            WHERE x.campaign_id = s.campaign_id
        ) o ON true
        WHERE NOT o.covered
    ) open_days
    GROUP BY campaign_id, customer_id, period, currency
"""

# All spend within the order's days counts against its budget, also that of other campaigns and from before the window.
EXCEEDED = """
    SELECT s.campaign_id, s.customer_id, max(s.period), used.amount - used.budget, s.currency, 'stop', 'bc_03_exceeded', 'bc_03_raise',
        jsonb_build_object('order', used.number, 'used', used.amount, 'budget', used.budget)
    FROM spend s
    JOIN accounts_campaign_insertion_orders x ON x.campaign_id = s.campaign_id
    JOIN (
        SELECT i.id, i.number, i.currency, round(i.amount * (1 + i.tolerance_percent / 100), 2) AS budget, sum(r.amount) AS amount
        FROM accounts_insertionorder i
        JOIN accounts_campaign_insertion_orders y ON y.insertionorder_id = i.id
        JOIN billing_spendrecord r ON r.campaign_id = y.campaign_id AND r.currency = i.currency
            AND r.service_date >= i.starts_on AND r.service_date < i.ends_on AND r.service_date <= %(day)s
        WHERE i.state IN ('signed', 'closed') AND NOT EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = r.id)
        GROUP BY i.id
        HAVING sum(r.amount) > round(i.amount * (1 + i.tolerance_percent / 100), 2)
    ) used ON used.id = x.insertionorder_id AND used.currency = s.currency
    GROUP BY s.campaign_id, s.customer_id, s.currency, used.number, used.amount, used.budget
"""

CONTROL = Control(
    code="BC-03",
    title=_("Insertion order missing, unsigned, expired or used up"),
    subject="campaign",
    team="clerk",
    question=f"{UNCOVERED} UNION ALL {EXCEEDED}",
)
