"""BC-25: something the law wants on the invoice, or in the e-invoice, is not known."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import E_INVOICE_FROM, Control

# Addresses and the seller's tax id: VAT Directive 2006/112/EC, article 226 (3, 5). SIREN: French e-invoices name the buyer by it.
QUESTION = f"""
    WITH judged AS (
        SELECT s.account_id, s.customer_id, s.period, s.amount, s.currency, c.public_id AS customer, c.country,
            e.public_id AS entity, e.code, p.public_id AS profile,
            CASE
                WHEN coalesce(e.address, '') = '' THEN 'bc_25_our_address'
                WHEN e.vat_id = '' THEN 'bc_25_our_tax_id'
                WHEN NOT EXISTS (
                    SELECT 1 FROM accounts_address a WHERE a.customer_id = c.id AND a.kind IN ('billing', 'registered')
                        AND a.valid_from <= %(day)s AND (a.valid_until IS NULL OR a.valid_until > %(day)s)
                ) THEN 'bc_25_address'
                WHEN law.country = 'FR' AND c.reg_no = '' THEN 'bc_25_registration'
                WHEN law.country IS NOT NULL AND p.id IS NULL THEN 'bc_25_profile'
                WHEN law.country IS NOT NULL AND p.channel <> 'e_invoice' THEN 'bc_25_electronic'
            END AS why
        FROM spend_accounts s
        JOIN accounts_financialaccount f ON f.id = s.account_id
        JOIN accounts_customer c ON c.id = s.customer_id
        JOIN core_legalentity e ON e.id = s.entity_id
        LEFT JOIN accounts_billingprofile p ON p.id = f.billing_profile_id
        LEFT JOIN (VALUES {E_INVOICE_FROM}) law(country, since)
            ON law.country = c.country AND law.country = e.country AND law.since <= %(day)s
    )
    SELECT account_id AS subject_id, customer_id, period, amount, currency, 'stop' AS severity, why,
        replace(why, 'bc_25_', 'bc_25_fix_') AS fix,
        jsonb_build_object('entity', code, 'country', country, 'at', CASE
            WHEN why IN ('bc_25_our_address', 'bc_25_our_tax_id') THEN entity WHEN why = 'bc_25_electronic' THEN profile ELSE customer
        END) AS facts
    FROM judged WHERE why IS NOT NULL
"""  # noqa: S608  (our own constant)

CONTROL = Control(
    code="BC-25",
    title=_("Mandatory detail of the invoice missing"),
    team="clerk",
    asks={"financial_account": QUESTION},
    fixed_on={
        "bc_25_fix_our_address": ("entity_edit", "at"),
        "bc_25_fix_our_tax_id": ("entity_edit", "at"),
        "bc_25_fix_address": ("address_new", "at"),
        "bc_25_fix_registration": ("customer_edit", "at"),
        "bc_25_fix_profile": ("billing_profile_new", "at"),
        "bc_25_fix_electronic": ("billing_profile_edit", "at"),
    },
)
