"""BC-16: delivered in an earlier month, and still not invoiced after the day by which it should be."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

CUT_OFF_DAY = 10  # of the month after

QUESTION = f"""
    SELECT account_id AS subject_id, customer_id, period, amount, currency, 'warn' AS severity,
        'bc_16_not_invoiced' AS why, 'bc_16_bill' AS fix,
        jsonb_build_object('last', last_on, 'due', (period + interval '1 month' + interval '{CUT_OFF_DAY - 1} days')::date) AS facts
    FROM spend_accounts
    WHERE account_id IS NOT NULL AND amount > 0 AND %(day)s > (period + interval '1 month' + interval '{CUT_OFF_DAY - 1} days')::date
"""  # noqa: S608  (our own constant)

CONTROL = Control(code="BC-16", title=_("Delivered and not invoiced"), team="finance", asks={"financial_account": QUESTION})
