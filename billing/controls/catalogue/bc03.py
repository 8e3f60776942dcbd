"""BC-03: spend that no signed insertion order covers, or more of it than was ordered."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control, in_bulk, lay_out

SIGNED = "i.state IN ('signed', 'closed')"

# Months that one order covers from the first to the last day of spend need no look at their days.
DOUBTFUL = f"""
    CREATE TEMPORARY TABLE spend_without_order ON COMMIT DROP AS
    SELECT s.campaign_id, s.account_id, s.customer_id, s.period, s.currency, s.first_on, s.last_on FROM spend s
    WHERE NOT EXISTS (
        SELECT 1 FROM accounts_campaign_insertion_orders x JOIN accounts_insertionorder i ON i.id = x.insertionorder_id
        WHERE x.campaign_id = s.campaign_id AND {SIGNED} AND i.starts_on <= s.first_on AND i.ends_on > s.last_on
    )
"""  # noqa: S608  (our own constant)

# `days` of an order that has ended: from its end (or the first of the month) to the last spend, both included.
# Ended 31 March, spend on 2 April: 2 days.
UNCOVERED = f"""
    WITH open_days AS (
        SELECT s.campaign_id, s.customer_id, s.period, s.currency, d.record_id, d.amount, d.service_date, max(i.number) AS orders,
            (array_agg(i.public_id ORDER BY i.number DESC))[1] AS at,
            max(i.ends_on) FILTER (WHERE i.ends_on <= d.service_date) AS ended,
            coalesce(bool_or(i.state = 'draft' AND i.starts_on <= d.service_date AND i.ends_on > d.service_date), false) AS unsigned
        FROM spend_without_order s
        JOIN spend_days d ON d.campaign_id = s.campaign_id AND d.service_date BETWEEN s.first_on AND s.last_on
            AND d.account_id IS NOT DISTINCT FROM s.account_id AND d.currency = s.currency
        LEFT JOIN (accounts_campaign_insertion_orders x JOIN accounts_insertionorder i ON i.id = x.insertionorder_id)
            ON x.campaign_id = s.campaign_id
        GROUP BY s.campaign_id, s.customer_id, s.period, s.currency, d.record_id, d.amount, d.service_date
        HAVING NOT coalesce(bool_or({SIGNED} AND i.starts_on <= d.service_date AND i.ends_on > d.service_date), false)
    )
    SELECT campaign_id AS subject_id, customer_id, period, sum(amount) AS amount, currency, 'stop' AS severity,
        CASE WHEN count(orders) = 0 THEN 'bc_03_missing' WHEN bool_or(unsigned) THEN 'bc_03_unsigned' ELSE 'bc_03_expired' END AS why,
        CASE WHEN count(orders) = 0 THEN 'bc_03_enter' WHEN bool_or(unsigned) THEN 'bc_03_sign' ELSE 'bc_03_extend' END AS fix,
        jsonb_build_object(
            'days', coalesce(max(service_date) - greatest(max(ended), period) + 1, count(DISTINCT service_date)),
            'first', min(service_date), 'last', max(service_date), 'order', max(orders), 'ended', max(ended) - 1,
            'at', (array_agg(at))[1]
        ) AS facts
    FROM open_days GROUP BY campaign_id, customer_id, period, currency
"""  # noqa: S608  (our own constant)

# All spend within the order's days counts against its budget, also that of other campaigns, billed spend, and spend from before the window.
USED_UP = f"""
    CREATE TEMPORARY TABLE used_up_orders ON COMMIT DROP AS
    SELECT i.id, i.number, i.public_id, i.currency, sum(r.amount) AS amount, round(i.amount * (1 + i.tolerance_percent / 100), 2) AS budget
    FROM accounts_insertionorder i
    JOIN accounts_campaign_insertion_orders y ON y.insertionorder_id = i.id
    JOIN billing_spendrecord r ON r.campaign_id = y.campaign_id AND r.currency = i.currency
        AND r.service_date >= i.starts_on AND r.service_date < i.ends_on AND r.service_date <= %s
    WHERE {SIGNED}
        AND i.id IN (SELECT z.insertionorder_id FROM spend s JOIN accounts_campaign_insertion_orders z ON z.campaign_id = s.campaign_id)
        AND NOT EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = r.id AND k.corrects_id IS NOT NULL)
    GROUP BY i.id
    HAVING sum(r.amount) > round(i.amount * (1 + i.tolerance_percent / 100), 2)
"""  # noqa: S608  (our own constant)

EXCEEDED = """
    SELECT s.campaign_id, s.customer_id, max(s.period), used.amount - used.budget, s.currency, 'stop', 'bc_03_exceeded', 'bc_03_raise',
        jsonb_build_object('order', used.number, 'used', used.amount, 'budget', used.budget, 'currency', s.currency, 'at', used.public_id)
    FROM spend s
    JOIN accounts_campaign_insertion_orders x ON x.campaign_id = s.campaign_id
    JOIN used_up_orders used ON used.id = x.insertionorder_id AND used.currency = s.currency
    GROUP BY s.campaign_id, s.customer_id, s.currency, used.number, used.public_id, used.amount, used.budget
"""


def lay_orders_out(day: date) -> None:
    lay_out("spend_without_order", DOUBTFUL)
    with in_bulk():
        lay_out("used_up_orders", USED_UP, day)


ORDER = ("insertion_order_detail", "at")

CONTROL = Control(
    code="BC-03",
    title=_("Insertion order missing, unsigned, expired or used up"),
    team="clerk",
    asks={"campaign": f"({UNCOVERED}) UNION ALL ({EXCEEDED})"},
    first=lay_orders_out,
    fixed_on={
        "bc_03_enter": ("insertion_order_new", ""), "bc_03_sign": ORDER, "bc_03_extend": ORDER, "bc_03_raise": ORDER,
    },
)  # fmt: skip
