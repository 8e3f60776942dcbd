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

# Two lines of posted invoices for the same campaign, days and amount, as far as they have not been credited.
INVOICED = """
    WITH lines AS (
        SELECT l.document_id, d.account_id, d.customer_id, d.number, d.document_date, l.currency, l.campaign_id, l.service_from,
            l.service_until, l.net - coalesce((SELECT sum(k.net) FROM billing_documentline k WHERE k.original_line_id = l.id), 0) AS net
        FROM billing_documentline l
        JOIN billing_document d ON d.id = l.document_id AND d.kind = 'invoice' AND d.document_date BETWEEN %(since)s AND %(day)s
        WHERE l.campaign_id IS NOT NULL AND l.service_from IS NOT NULL AND l.net > 0
    )
    SELECT b.document_id AS subject_id, b.customer_id, date_trunc('month', b.document_date)::date AS period, sum(b.net) AS amount,
        b.currency, 'warn' AS severity, 'bc_13_invoiced' AS why, 'bc_13_credit' AS fix,
        jsonb_build_object('one', min(a.number), 'other', b.number, 'count', count(*)) AS facts
    FROM lines a
    JOIN lines b ON (b.account_id, b.campaign_id, b.service_from, b.service_until, b.currency)
        = (a.account_id, a.campaign_id, a.service_from, a.service_until, a.currency) AND b.document_id > a.document_id
    WHERE a.net > 0 AND b.net > 0 AND abs(a.net - b.net) <= 0.01
    GROUP BY b.document_id, b.customer_id, b.document_date, b.currency, b.number
"""

CONTROL = Control(
    code="BC-13",
    title=_("Likely duplicate"),
    team="clerk",
    asks={"campaign": QUESTION, "document": INVOICED},
    fixed_on={"bc_13_correct": ("spend_import", "")},
)
