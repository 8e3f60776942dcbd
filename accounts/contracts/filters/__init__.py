"""Narrowing the lists of this room."""

from o2c.accounts.contracts.filters.contracts import ContractFilter, OrderFilter
from o2c.accounts.contracts.filters.others import (
    AuthorityFilter,
    ConditionFilter,
    PolicyFilter,
    PriceListFilter,
    PurchaseOrderFilter,
    WaiverFilter,
)

__all__ = [
    "AuthorityFilter",
    "ConditionFilter",
    "ContractFilter",
    "OrderFilter",
    "PolicyFilter",
    "PriceListFilter",
    "PurchaseOrderFilter",
    "WaiverFilter",
]
