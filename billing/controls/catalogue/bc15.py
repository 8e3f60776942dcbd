"""BC-15: our count of what was delivered and that of the third party are further apart than the contract allows."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

USUAL_PERCENT = 10  # of the third party's count, where nothing else was agreed. Source: reference 12

# What the customer's contract, else the price list, tolerates on the last day of spend; its word for the product before that for all.
QUESTION = f"""
    WITH compared AS (
        SELECT s.*, coalesce(agreed.value, {USUAL_PERCENT}) AS tolerance
        FROM spend s JOIN accounts_campaign c ON c.id = s.campaign_id
        LEFT JOIN LATERAL (
            SELECT k.value FROM accounts_condition k
            WHERE k.state = 'active' AND k.kind = 'tolerance' AND (k.customer_id = s.customer_id OR k.customer_id IS NULL)
                AND k.entity_id = s.entity_id AND k.currency = s.currency AND k.product IN (c.product, '')
                AND k.valid_from <= s.last_on AND (k.valid_until IS NULL OR k.valid_until > s.last_on)
            ORDER BY k.customer_id IS NULL, k.product = '', k.id LIMIT 1
        ) agreed ON true
        WHERE s.third_party_units IS NOT NULL AND s.compared_units <> s.third_party_units
    )
    SELECT campaign_id AS subject_id, customer_id, period,
        round(greatest(amount * (compared_units - third_party_units) / nullif(units, 0), 0), 2) AS amount, currency, 'hold' AS severity,
        CASE WHEN compared_units > third_party_units THEN 'bc_15_more' ELSE 'bc_15_less' END AS why, 'bc_15_reconcile' AS fix,
        jsonb_build_object(
            'own', round(compared_units), 'third', round(third_party_units), 'tolerance', trim_scale(tolerance),
            'percent', round(abs(compared_units - third_party_units) * 100 / nullif(third_party_units, 0), 1)
        ) AS facts
    FROM compared WHERE abs(compared_units - third_party_units) * 100 > third_party_units * tolerance
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-15",
    title=_("Delivery differs from the third party's count"),
    team="clerk",
    asks={"campaign": QUESTION},
    fixed_on={"bc_15_reconcile": ("spend_import", "")},
)
