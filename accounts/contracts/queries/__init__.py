"""On what terms we deal, as far as the actor may see."""

from o2c.accounts.contracts.queries.contracts import (
    VIEW,
    contracts,
    ended,
    in_force,
    insertion_orders,
    notice_by,
    notice_near,
    payment_terms,
    renewing,
    revisions,
)
from o2c.accounts.contracts.queries.control import (
    approved_terms,
    authorities,
    control_of,
    policies,
    policy_of,
    waived_rules,
    waivers,
)
from o2c.accounts.contracts.queries.prices import condition_on, conditions, price_lists
from o2c.accounts.contracts.queries.purchase_orders import orders_named, purchase_orders, usable, used_by, with_balance

__all__ = [
    "VIEW",
    "approved_terms",
    "authorities",
    "condition_on",
    "conditions",
    "contracts",
    "control_of",
    "ended",
    "in_force",
    "insertion_orders",
    "notice_by",
    "notice_near",
    "orders_named",
    "payment_terms",
    "policies",
    "policy_of",
    "price_lists",
    "purchase_orders",
    "renewing",
    "revisions",
    "usable",
    "used_by",
    "waived_rules",
    "waivers",
    "with_balance",
]
