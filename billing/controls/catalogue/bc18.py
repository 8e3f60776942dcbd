"""BC-18: the account's payment terms are not those of the contract."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control, in_force

QUESTION = f"""
    SELECT s.account_id AS subject_id, s.customer_id, s.period, s.amount, s.currency, 'warn' AS severity,
        'bc_18_terms' AS why, 'bc_18_replace' AS fix,
        jsonb_build_object('account', ours.code, 'contract', min(k.number), 'agreed', min(theirs.code)) AS facts
    FROM spend_accounts s
    JOIN accounts_financialaccount f ON f.id = s.account_id
    JOIN accounts_paymentterm ours ON ours.id = f.terms_id
    JOIN accounts_contract k ON k.customer_id = s.customer_id AND k.entity_id = s.entity_id AND {in_force("k", "s.last_on", "s.last_on")}
    JOIN accounts_paymentterm theirs ON theirs.id = k.terms_id
    GROUP BY s.account_id, s.customer_id, s.period, s.amount, s.currency, ours.code, f.terms_id
    HAVING bool_and(k.terms_id <> f.terms_id)
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-18",
    title=_("Payment terms differ from the contract"),
    team="clerk",
    asks={"financial_account": QUESTION},
    fixed_on={"bc_18_replace": ("account_replace", "object")},
)
