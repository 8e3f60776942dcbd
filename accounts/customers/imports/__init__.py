"""The lists of the room as Excel sheets, edited and brought back in."""

from o2c.accounts.customers.imports.customers import SHEET as CUSTOMERS
from o2c.accounts.customers.imports.reach import ADDRESSES, CONTACTS

__all__ = ["ADDRESSES", "CONTACTS", "CUSTOMERS"]
