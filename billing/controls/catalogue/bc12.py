"""BC-12: a reseller's campaign without the end client it is for, or without the end client's word that it may resell to it."""

from django.utils.translation import gettext_lazy as _

from o2c.billing.controls.catalogue.control import Control

QUESTION = """
    SELECT s.campaign_id AS subject_id, s.customer_id, s.period, sum(s.amount) AS amount, s.currency, 'stop' AS severity,
        CASE WHEN c.end_client_id IS NULL THEN 'bc_12_no_client' ELSE 'bc_12_no_authority' END AS why,
        CASE WHEN c.end_client_id IS NULL THEN 'bc_12_name' ELSE 'bc_12_relate' END AS fix,
        jsonb_build_object('reseller', r.legal_name, 'client', e.legal_name, 'last', max(s.last_on), 'at', r.public_id) AS facts
    FROM spend s
    JOIN accounts_campaign c ON c.id = s.campaign_id
    JOIN accounts_customer r ON r.type = 'reseller' AND r.id IN (s.customer_id, s.advertiser_id)
    LEFT JOIN accounts_customer e ON e.id = c.end_client_id
    WHERE NOT EXISTS (
        SELECT 1 FROM accounts_customerrelation l
        WHERE l.kind = 'reseller_of' AND l.from_customer_id = r.id AND l.to_customer_id = c.end_client_id
            AND l.valid_from <= s.last_on AND (l.valid_until IS NULL OR l.valid_until > s.last_on)
    )
    GROUP BY s.campaign_id, s.customer_id, s.period, s.currency, c.end_client_id, r.legal_name, r.public_id, e.legal_name
"""

CONTROL = Control(
    code="BC-12",
    title=_("Reseller without end client or authority"),
    team="clerk",
    asks={"campaign": QUESTION},
    fixed_on={"bc_12_name": ("campaign_edit", "object"), "bc_12_relate": ("relation_new", "at")},
)
