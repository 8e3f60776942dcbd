"""BC-14: the price of what was delivered is not the one that was agreed for its day."""

from datetime import date

from django.db import connection
from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control, in_bulk, lay_out
from o2c.billing.controls.rules import window_start

TOLERANCE = "0.005"  # half a percent of what was agreed: rounding of unit prices stays below

# A price may be for several units: "1,000 impressions" begins with how many.
PER = "coalesce(nullif(regexp_replace(substring(k.unit from '^[0-9][0-9,. ]*'), '[^0-9]', '', 'g'), ''), '1')::numeric"

KEY = "customer_id, entity_id, currency, product"

# Which price decides, as `contracts.queries.condition_on`: the customer's own before a list's, the product's before one for all products.
PRICES = f"""
    SELECT y.*, k.id, k.value / {PER} AS price, k.public_id, k.valid_from, coalesce(k.valid_until, DATE 'infinity') AS valid_until,
        k.contract_id, k.price_list_id, (k.customer_id IS NULL)::int * 2 + (k.product = '')::int AS rank
    FROM keys y
    JOIN accounts_condition k ON k.entity_id = y.entity_id AND k.currency = y.currency AND k.product IN (y.product, '')
        AND k.state = 'active' AND k.kind = 'price'
"""  # noqa: S608  (our own constant)

LAY_OUT = f"""
    CREATE TEMPORARY TABLE spend_prices ON COMMIT DROP AS
    WITH keys AS (
        SELECT DISTINCT s.customer_id, s.entity_id, s.currency, c.product FROM spend s JOIN accounts_campaign c ON c.id = s.campaign_id
        WHERE s.account_id IS NOT NULL
    )
    {PRICES} AND k.customer_id = y.customer_id UNION ALL {PRICES} AND k.customer_id IS NULL
"""  # noqa: S608  (our own constant)


# Months that have one price throughout and fit it need no look at their days.
DOUBTFUL = f"""
    CREATE TEMPORARY TABLE spend_of_doubtful_price ON COMMIT DROP AS
    WITH named AS (
        SELECT s.*, c.product FROM spend s JOIN accounts_campaign c ON c.id = s.campaign_id WHERE s.account_id IS NOT NULL AND s.units > 0
    ), agreed AS (
        SELECT {KEY}, count(*) AS candidates, min(price) AS price, max(valid_from) AS valid_from, min(valid_until) AS valid_until
        FROM spend_prices WHERE valid_from <= %s AND valid_until > %s GROUP BY {KEY}
    )
    SELECT s.* FROM named s JOIN agreed a USING ({KEY})
    WHERE a.candidates > 1 OR a.valid_from > s.first_on OR a.valid_until <= s.last_on
        OR abs(s.amount - s.units * a.price) > greatest(0.01, s.units * a.price * {TOLERANCE})
"""  # noqa: S608  (our own constants)


def lay_prices_out(day: date) -> None:
    """The planner takes keys of four columns for one row: the prices get an index, and the months are found without nested loops."""
    lay_out("spend_prices", LAY_OUT)
    with in_bulk():
        lay_out("spend_of_doubtful_price", DOUBTFUL, day, window_start(day))
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON spend_prices (customer_id, product)")


SPENT = f"""
    WITH decided AS (
        SELECT DISTINCT ON (d.record_id) s.campaign_id, s.customer_id, s.period, s.currency, d.service_date, d.amount, d.units,
            p.price, p.public_id, p.contract_id, p.price_list_id, d.amount - round(d.units * p.price, 2) AS difference
        FROM spend_of_doubtful_price s
        JOIN spend_days d ON d.campaign_id = s.campaign_id AND d.service_date BETWEEN s.first_on AND s.last_on
            AND d.account_id = s.account_id AND d.currency = s.currency AND d.units > 0 AND NOT d.is_difference
        JOIN spend_prices p ON p.customer_id = s.customer_id AND p.entity_id = s.entity_id AND p.currency = s.currency
            AND p.product = s.product AND p.valid_from <= d.service_date AND p.valid_until > d.service_date
        ORDER BY d.record_id, p.rank, p.id
    )
    SELECT d.campaign_id AS subject_id, d.customer_id, d.period, abs(sum(d.difference)) AS amount, d.currency, 'stop' AS severity,
        CASE WHEN sum(d.difference) > 0 THEN 'bc_14_over' ELSE 'bc_14_under' END AS why, 'bc_14_correct' AS fix,
        jsonb_build_object(
            'units', trim_scale(sum(d.units)), 'price', trim_scale(round(sum(d.amount) / sum(d.units), 6)),
            'agreed', trim_scale(round(sum(d.units * d.price) / sum(d.units), 6)), 'difference', abs(sum(d.difference)),
            'currency', d.currency, 'first', min(d.service_date), 'last', max(d.service_date), 'source', min(coalesce(t.number, l.code)),
            'at', (array_agg(d.public_id ORDER BY d.service_date DESC))[1]
        ) AS facts
    FROM decided d
    LEFT JOIN accounts_contract t ON t.id = d.contract_id
    LEFT JOIN accounts_pricelist l ON l.id = d.price_list_id
    WHERE abs(d.difference) > greatest(0.01, d.units * d.price * {TOLERANCE})
    GROUP BY d.campaign_id, d.customer_id, d.period, d.currency HAVING sum(d.difference) <> 0
"""  # noqa: S608  (our own constants)

# A posted line has the price of the first day it is for; what was credited of it counts no more.
INVOICED = f"""
    WITH lines AS (
        SELECT l.document_id, d.customer_id, d.document_date, l.currency, l.quantity, l.unit_price, p.price, p.agreed_in,
            l.net - coalesce((SELECT sum(k.net) FROM billing_documentline k WHERE k.original_line_id = l.id), 0)
            - round(l.quantity * p.price, 2) AS difference
        FROM billing_documentline l
        JOIN billing_document d ON d.id = l.document_id AND d.kind = 'invoice' AND d.document_date BETWEEN %(since)s AND %(day)s
        JOIN accounts_campaign c ON c.id = l.campaign_id
        CROSS JOIN LATERAL (
            SELECT k.value / {PER} AS price, coalesce(
                (SELECT t.number FROM accounts_contract t WHERE t.id = k.contract_id),
                (SELECT s.code FROM accounts_pricelist s WHERE s.id = k.price_list_id)
            ) AS agreed_in
            FROM accounts_condition k
            WHERE k.state = 'active' AND k.kind = 'price' AND k.entity_id = d.entity_id AND k.currency = l.currency
                AND k.product IN (c.product, '') AND (k.customer_id = d.customer_id OR k.customer_id IS NULL)
                AND k.valid_from <= l.service_from AND (k.valid_until IS NULL OR k.valid_until > l.service_from)
            ORDER BY k.customer_id IS NULL, k.product = '', k.id LIMIT 1
        ) p
        WHERE l.quantity > 0 AND l.net > 0
            AND NOT EXISTS (SELECT 1 FROM billing_documentline k WHERE k.original_line_id = l.id AND k.net >= l.net)
    )
    SELECT document_id AS subject_id, customer_id, date_trunc('month', document_date)::date AS period, abs(sum(difference)) AS amount,
        currency, 'warn' AS severity, CASE WHEN sum(difference) > 0 THEN 'bc_14_over' ELSE 'bc_14_under' END AS why, 'bc_14_rebill' AS fix,
        jsonb_build_object(
            'units', trim_scale(sum(quantity)), 'price', trim_scale(round(sum(quantity * unit_price) / sum(quantity), 6)),
            'agreed', trim_scale(round(sum(quantity * price) / sum(quantity), 6)), 'difference', abs(sum(difference)),
            'currency', currency, 'source', min(agreed_in)
        ) AS facts
    FROM lines WHERE abs(difference) > greatest(0.01, quantity * price * {TOLERANCE})
    GROUP BY document_id, customer_id, document_date, currency HAVING sum(difference) <> 0
"""  # noqa: S608  (our own constants)

CONTROL = Control(
    code="BC-14",
    title=_("Price deviates from the agreed one"),
    team="finance",
    asks={"campaign": SPENT, "document": INVOICED},
    first=lay_prices_out,
    fixed_on={"bc_14_correct": ("condition_detail", "at")},
)
