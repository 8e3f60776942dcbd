"""BC-13: the same spend, it seems, twice."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

# Two records of a campaign on the same day whose amounts and units are the same to the cent, or that bear the same external id
# in two sources. Billed records count: the second of the two is the one at risk.
QUESTION = """
    WITH valid AS (
        SELECT s.id, s.campaign_id, s.service_date, s.currency, s.amount, s.units, s.source, s.ext_id FROM billing_spendrecord s
        WHERE s.service_date BETWEEN %(since)s AND %(day)s
            AND (%(campaign)s::bigint IS NULL OR s.campaign_id = %(campaign)s)
            AND (%(customer)s::bigint IS NULL OR s.campaign_id IN (SELECT campaign_id FROM spend))
            AND NOT EXISTS (SELECT 1 FROM billing_spendrecord k WHERE k.corrects_id = s.id AND k.corrects_id IS NOT NULL)
    ), crowded AS (
        SELECT campaign_id, service_date, currency FROM valid GROUP BY campaign_id, service_date, currency HAVING count(*) > 1
    ), pairs AS (
        SELECT DISTINCT ON (second.id) second.id, second.campaign_id, second.service_date, second.currency, second.amount,
            first.source || ' ' || first.ext_id AS one, second.source || ' ' || second.ext_id AS other,
            first.ext_id = second.ext_id AS same_id
        FROM crowded c
        JOIN valid first ON (first.campaign_id, first.service_date, first.currency) = (c.campaign_id, c.service_date, c.currency)
        JOIN valid second ON (second.campaign_id, second.service_date, second.currency) = (c.campaign_id, c.service_date, c.currency)
            AND second.id > first.id
        WHERE first.ext_id = second.ext_id OR (abs(first.amount - second.amount) <= 0.01 AND first.units = second.units)
        ORDER BY second.id, first.id
    )
    SELECT p.campaign_id AS subject_id, s.customer_id, s.period, sum(p.amount) AS amount, p.currency, 'stop' AS severity,
        CASE WHEN bool_or(p.same_id) THEN 'bc_13_same_id' ELSE 'bc_13_same_amount' END AS why, 'bc_13_correct' AS fix,
        jsonb_build_object('count', count(*), 'one', min(p.one), 'other', min(p.other), 'on', min(p.service_date)) AS facts
    FROM pairs p
    JOIN spend s ON s.campaign_id = p.campaign_id AND s.currency = p.currency AND p.service_date BETWEEN s.first_on AND s.last_on
    GROUP BY p.campaign_id, s.customer_id, s.period, p.currency
"""

CONTROL = Control(
    code="BC-13",
    title=_("Likely duplicate"),
    team="clerk",
    asks={"campaign": QUESTION},
    fixed_on={"bc_13_correct": ("spend_import", "")},
)
