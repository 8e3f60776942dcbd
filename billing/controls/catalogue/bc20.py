"""BC-20: a client that takes invoices from registered suppliers only has not registered us yet."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.vendors.rules import WITHOUT_NUMBER
from o2c.billing.controls.catalogue.control import Control

QUESTION = f"""
    SELECT s.customer_id AS subject_id, s.customer_id, s.period, sum(s.amount) AS amount, s.currency, 'hold' AS severity,
        CASE v.state WHEN 'expired' THEN 'bc_20_expired' WHEN 'rejected' THEN 'bc_20_rejected' ELSE 'bc_20_waiting' END AS why,
        'bc_20_finish' AS fix, jsonb_build_object('portal', v.portal, 'entity', e.code, 'reason', v.reason, 'at', v.public_id) AS facts
    FROM spend_accounts s
    JOIN accounts_vendorregistration v ON v.customer_id = s.customer_id AND v.entity_id = s.entity_id
        AND v.state IN ('{"', '".join(WITHOUT_NUMBER)}')
    JOIN core_legalentity e ON e.id = v.entity_id
    GROUP BY s.customer_id, s.period, s.currency, v.state, v.portal, v.reason, v.public_id, e.code
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-20",
    title=_("Not registered as a supplier"),
    team="clerk",
    asks={"customer": QUESTION},
    fixed_on={"bc_20_finish": ("vendor_detail", "at")},
)
