"""BC-09: the tax id an invoice needs is missing, invalid, unverified or of another country."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

# Where a business customer's tax id stands on the invoice: VAT Directive 2006/112/EC, article 226 (4). Greek ids begin with EL.
EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

CONTROL = Control(
    code="BC-09",
    title=_("Tax id missing, wrong or not verified"),
    team="clerk",
    asks={
        "customer": f"""
        SELECT s.customer_id AS subject_id, s.customer_id, period, sum(s.amount) AS amount, s.currency, 'stop' AS severity,
            CASE
                WHEN tax.state = 'invalid' THEN 'bc_09_invalid'
                WHEN tax.state IS NOT NULL THEN 'bc_09_unverified'
                WHEN elsewhere.country IS NOT NULL THEN 'bc_09_other_country'
                ELSE 'bc_09_missing'
            END AS why,
            CASE WHEN tax.state IN ('unverified', 'unreachable') THEN 'bc_09_verify' ELSE 'bc_09_ask' END AS fix,
            jsonb_build_object('country', c.country, 'number', coalesce(tax.number, elsewhere.number), 'other', elsewhere.country) AS facts
        FROM spend_accounts s
        JOIN accounts_customer c ON c.id = s.customer_id AND c.country = ANY(string_to_array('{EUROPEAN_UNION}', ' '))
        LEFT JOIN LATERAL (
            SELECT t.state, t.number FROM accounts_taxregistration t
            WHERE t.customer_id = c.id AND t.country IN (c.country, CASE c.country WHEN 'GR' THEN 'EL' END)
            ORDER BY t.state = 'valid' DESC, t.id DESC LIMIT 1
        ) tax ON true
        LEFT JOIN LATERAL (
            SELECT t.country, t.number FROM accounts_taxregistration t
            WHERE t.customer_id = c.id AND t.country <> c.country ORDER BY t.id DESC LIMIT 1
        ) elsewhere ON true
        WHERE tax.state IS DISTINCT FROM 'valid'
        GROUP BY s.customer_id, period, s.currency, c.country, tax.state, tax.number, elsewhere.country, elsewhere.number
    """  # noqa: S608  (our own constant)
    },
    fixed_on={"bc_09_ask": ("tax_new", "customer")},
)
