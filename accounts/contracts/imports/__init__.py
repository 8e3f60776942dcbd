"""The lists of the room as Excel sheets, edited and brought back in."""

from o2c.accounts.contracts.imports.contracts import CONTRACTS
from o2c.accounts.contracts.imports.purchase_orders import PURCHASE_ORDERS

__all__ = ["CONTRACTS", "PURCHASE_ORDERS"]
