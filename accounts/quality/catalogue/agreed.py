"""Whether master data says what the contract says: terms, currency, address and the client's process. Each issue shows both."""

from django.utils.translation import gettext_lazy as _

from o2c.accounts.quality.catalogue.check import ON_DAY, Check

CONTRACTED = """
    accounts_contract k ON k.customer_id = l.id AND k.state = 'active' AND k.starts_on <= %(day)s
        AND (k.ends_on IS NULL OR k.ends_on > %(day)s)
"""
ACCOUNT = "accounts_financialaccount f ON f.customer_id = l.id AND f.entity_id = k.entity_id AND f.state IN ('active', 'on_hold')"

AGREED = [
    Check(
        "agreed_terms", _("The account has the payment terms of the contract"),
        _("Amend the contract, or open an account on the agreed terms."), "financial_account", "clerk",
        f"""SELECT f.id AS subject_id, l.id AS customer_id, l.country, bool_and(k.terms_id <> f.terms_id) AS fails,
                string_agg(DISTINCT a.code, ', ') AS expected, max(b.code) AS actual
            FROM live l JOIN {CONTRACTED} JOIN {ACCOUNT} AND f.currency = k.currency
            JOIN accounts_paymentterm a ON a.id = k.terms_id JOIN accounts_paymentterm b ON b.id = f.terms_id
            GROUP BY f.id, l.id, l.country""",
    ),
    Check(
        "agreed_currency", _("The account has a currency of the contract"),
        _("Amend the contract, or open an account in the agreed currency."), "financial_account", "clerk",
        f"""SELECT f.id AS subject_id, l.id AS customer_id, l.country, bool_and(k.currency <> f.currency) AS fails,
                string_agg(DISTINCT k.currency, ', ') AS expected, f.currency AS actual
            FROM live l JOIN {CONTRACTED} JOIN {ACCOUNT} GROUP BY f.id, f.currency, l.id, l.country""",
    ),
    Check(
        "agreed_address", _("The billing address is the one at the contract's signature"),
        _("Ask the customer to confirm the new address, then amend the contract."), "customer", "clerk",
        f"""SELECT l.id AS subject_id, l.id AS customer_id, l.country,
                bool_or((s.lines, s.postcode, s.city, s.country) IS DISTINCT FROM (a.lines, a.postcode, a.city, a.country)) AS fails,
                max(concat_ws(', ', s.lines, s.postcode, s.city, s.country)) AS expected,
                max(concat_ws(', ', a.lines, a.postcode, a.city, a.country)) AS actual
            FROM live l JOIN {CONTRACTED} AND k.signed_on IS NOT NULL
            JOIN accounts_address a ON a.customer_id = l.id AND a.kind = 'billing' AND {ON_DAY.format("a")}
            JOIN accounts_address s ON s.customer_id = l.id AND s.kind = 'billing' AND s.valid_from <= k.signed_on
                AND (s.valid_until IS NULL OR s.valid_until > k.signed_on)
            GROUP BY l.id, l.country""",
    ),
    Check(
        "agreed_purchase_orders", _("The billing profile follows the client's rule for purchase orders"),
        _("Change the billing profile, or the client's process."), "financial_account", "clerk",
        """SELECT f.id AS subject_id, l.id AS customer_id, l.country, (p.po_rule <> 'none') <> b.po_required AS fails,
                p.po_rule AS expected, CASE WHEN b.po_required THEN 'required' ELSE 'not required' END AS actual
            FROM live l JOIN accounts_clientprocess p ON p.customer_id = l.id
            JOIN accounts_financialaccount f ON f.customer_id = l.id AND f.state IN ('active', 'on_hold')
            JOIN accounts_billingprofile b ON b.id = f.billing_profile_id""",
    ),
    Check(
        "agreed_portal", _("Invoices go to the client's portal"), _("Change the delivery channel, or the client's process."),
        "financial_account", "clerk",
        """SELECT f.id AS subject_id, l.id AS customer_id, l.country, b.channel <> 'portal' AS fails,
                p.portal AS expected, b.channel AS actual
            FROM live l JOIN accounts_clientprocess p ON p.customer_id = l.id AND p.portal <> ''
            JOIN accounts_financialaccount f ON f.customer_id = l.id AND f.state IN ('active', 'on_hold')
            JOIN accounts_billingprofile b ON b.id = f.billing_profile_id""",
    ),
]  # fmt: skip
