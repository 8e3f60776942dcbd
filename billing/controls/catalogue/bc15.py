"""BC-15: our count of what was delivered and that of the third party are too far apart."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

TOLERANCE_PERCENT = 10  # of the third party's count. Source: reference 12

QUESTION = f"""
    SELECT campaign_id AS subject_id, customer_id, period,
        round(greatest(amount * (compared_units - third_party_units) / nullif(units, 0), 0), 2) AS amount, currency, 'hold' AS severity,
        CASE WHEN compared_units > third_party_units THEN 'bc_15_more' ELSE 'bc_15_less' END AS why, 'bc_15_reconcile' AS fix,
        jsonb_build_object(
            'own', round(compared_units), 'third', round(third_party_units), 'tolerance', {TOLERANCE_PERCENT},
            'percent', round(abs(compared_units - third_party_units) * 100 / nullif(third_party_units, 0), 1)
        ) AS facts
    FROM spend
    WHERE third_party_units IS NOT NULL AND abs(compared_units - third_party_units) * 100 > third_party_units * {TOLERANCE_PERCENT}
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-15",
    title=_("Delivery differs from the third party's count"),
    team="clerk",
    asks={"campaign": QUESTION},
    fixed_on={"bc_15_reconcile": ("spend_import", "")},
)
