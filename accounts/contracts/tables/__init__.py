"""How contracts, their control, orders and prices are listed."""

from o2c.accounts.contracts.tables.contracts import ContractTable, OrderTable
from o2c.accounts.contracts.tables.control import AuthorityTable, PolicyTable, TermTable, WaiverTable
from o2c.accounts.contracts.tables.orders import ConditionTable, PriceListTable, PurchaseOrderTable

__all__ = [
    "AuthorityTable",
    "ConditionTable",
    "ContractTable",
    "OrderTable",
    "PolicyTable",
    "PriceListTable",
    "PurchaseOrderTable",
    "TermTable",
    "WaiverTable",
]
