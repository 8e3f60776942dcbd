"""Reads of the ledger: what is open now, what was open on a past day, who may settle whom."""

from o2c.billing.ledger.queries.as_of import Ageing, ageing, ageing_of, reachable_entity
from o2c.billing.ledger.queries.items import allocations, allocations_of, entries, in_bucket, open_items, open_on, with_rates
from o2c.billing.ledger.queries.relations import may_settle

__all__ = [
    "Ageing",
    "ageing",
    "ageing_of",
    "allocations",
    "allocations_of",
    "entries",
    "in_bucket",
    "may_settle",
    "open_items",
    "open_on",
    "reachable_entity",
    "with_rates",
]
