"""BC-17: an invoice that would come to nothing or less."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

# Documents of zero or less, and credit notes without an original, are refused by the database: drafts cannot be posted as such either.
ACCOUNTS = """
    SELECT account_id AS subject_id, customer_id, period, abs(amount) AS amount, currency, 'stop' AS severity,
        CASE WHEN amount < 0 THEN 'bc_17_negative' ELSE 'bc_17_zero' END AS why,
        CASE WHEN amount < 0 THEN 'bc_17_credit' ELSE 'bc_17_price' END AS fix,
        jsonb_build_object('difference', abs(amount), 'units', trim_scale(units), 'currency', currency) AS facts
    FROM spend_accounts WHERE account_id IS NOT NULL AND (amount < 0 OR (amount = 0 AND units > 0))
"""

CONTROL = Control(
    code="BC-17",
    title=_("Invoice of nothing or less"),
    team="clerk",
    asks={"financial_account": ACCOUNTS},
)
