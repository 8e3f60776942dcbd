"""The verbs of cash: each part of the room has its own."""

from o2c.collections.cash.cheques import services as cheques
from o2c.collections.cash.coding import services as coding
from o2c.collections.cash.matching import services as matching
from o2c.collections.cash.receipts import services as receipts
from o2c.collections.cash.remittances import services as remittances
from o2c.collections.cash.returns import services as returns
from o2c.collections.cash.review import services as review
from o2c.collections.cash.statements import services as statements

__all__ = ["cheques", "coding", "matching", "receipts", "remittances", "returns", "review", "statements"]
