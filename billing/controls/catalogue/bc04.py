"""BC-04: a customer that pays nothing without a purchase order has given none."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

# The spend of accounts whose invoices must name a purchase order.
ORDERED_ONLY = """
    SELECT s.*, f.billing_profile_id FROM spend_accounts s
    JOIN accounts_financialaccount f ON f.id = s.account_id
    JOIN accounts_billingprofile p ON p.id = f.billing_profile_id AND (p.po_required OR 'purchase_order' = ANY(p."references"))
"""

QUESTION = f"""
    SELECT s.account_id AS subject_id, s.customer_id, s.period, s.amount, s.currency, 'stop' AS severity,
        'bc_04_missing' AS why, 'bc_04_enter' AS fix, jsonb_build_object('currency', s.currency) AS facts
    FROM ({ORDERED_ONLY}) s
    WHERE NOT EXISTS (
        SELECT 1 FROM accounts_purchaseorder o WHERE o.customer_id = s.customer_id AND o.currency = s.currency AND o.state = 'open'
    )
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-04",
    title=_("Purchase order required and missing"),
    team="clerk",
    asks={"financial_account": QUESTION},
    fixed_on={"bc_04_enter": ("purchase_order_new", "")},
)
