"""Reads of the ledger: what is open now, what was open on a past day, who may settle whom."""

from o2c.billing.ledger.queries.as_of import Ageing, Sales, ageing, ageing_from, ageing_of, reachable_entity, sales_by_month
from o2c.billing.ledger.queries.items import (
    VIEW,
    allocations,
    allocations_of,
    balances,
    entries,
    in_bucket,
    journal,
    open_items,
    open_on,
    with_rates,
)
from o2c.billing.ledger.queries.relations import may_settle
from o2c.billing.ledger.queries.since import complete_before, customers_moved, months_sold

__all__ = [
    "VIEW",
    "Ageing",
    "Sales",
    "ageing",
    "ageing_from",
    "ageing_of",
    "allocations",
    "allocations_of",
    "balances",
    "complete_before",
    "customers_moved",
    "entries",
    "in_bucket",
    "journal",
    "may_settle",
    "months_sold",
    "open_items",
    "open_on",
    "reachable_entity",
    "sales_by_month",
    "with_rates",
]
