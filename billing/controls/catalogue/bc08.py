"""BC-08: the billing entity is not the one of the contract, or may not bill customers of that country."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control, in_force

CONTRACT = f"FROM accounts_contract k WHERE {in_force('k', 's.last_on', 's.last_on')}"

OTHER_ENTITY = f"""
    WITH wrong AS (
        SELECT s.account_id, s.customer_id, s.entity_id, s.period, s.currency, s.amount, s.last_on FROM spend s
        WHERE s.account_id IS NOT NULL
            AND EXISTS (SELECT 1 {CONTRACT} AND k.customer_id = s.customer_id AND k.entity_id <> s.entity_id)
            AND NOT EXISTS (SELECT 1 {CONTRACT} AND k.customer_id = s.customer_id AND k.entity_id = s.entity_id)
            AND NOT EXISTS (SELECT 1 {CONTRACT} AND k.customer_id = s.advertiser_id AND k.entity_id = s.entity_id)
    )
    SELECT s.account_id AS subject_id, s.customer_id, s.period, sum(s.amount) AS amount, s.currency, 'stop' AS severity,
        'bc_08_contract' AS why, 'bc_08_move' AS fix,
        jsonb_build_object('entity', e.code, 'contract', min(theirs.number), 'other', min(theirs.code)) AS facts
    FROM wrong s
    JOIN core_legalentity e ON e.id = s.entity_id
    CROSS JOIN LATERAL (
        SELECT k.number, (SELECT o.code FROM core_legalentity o WHERE o.id = k.entity_id) AS code
        {CONTRACT} AND k.customer_id = s.customer_id ORDER BY k.id LIMIT 1
    ) theirs
    GROUP BY s.account_id, s.customer_id, s.period, s.currency, e.code
"""  # noqa: S608  (our own constant)

WRONG_COUNTRY = """
    SELECT s.account_id, s.customer_id, s.period, s.amount, s.currency, 'stop', 'bc_08_country', 'bc_08_replace',
        jsonb_build_object('entity', e.code, 'country', c.country)
    FROM spend_accounts s
    JOIN core_legalentity e ON e.id = s.entity_id
    JOIN accounts_customer c ON c.id = s.customer_id
    JOIN accounts_contractpolicy p ON p.entity_id = e.id AND p.state = 'active'
        AND p.valid_from <= s.last_on AND (p.valid_until IS NULL OR p.valid_until > s.last_on)
    WHERE cardinality(p.countries) > 0 AND c.country <> ALL(p.countries)
"""

CONTROL = Control(
    code="BC-08",
    title=_("Billing entity is not the contract's, or not for this country"),
    team="clerk",
    asks={"financial_account": f"({OTHER_ENTITY}) UNION ALL ({WRONG_COUNTRY})"},
    fixed_on={"bc_08_move": ("account_replace", "object"), "bc_08_replace": ("account_replace", "object")},
)
