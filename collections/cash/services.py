"""The verbs of cash: each part of the room has its own."""

from o2c.collections.cash.cheques import services as cheques
from o2c.collections.cash.matching import services as matching
from o2c.collections.cash.receipts import services as receipts
from o2c.collections.cash.statements import services as statements

__all__ = ["cheques", "matching", "receipts", "statements"]
