"""Narrowing the lists of this room."""

from o2c.accounts.financial_accounts.filters.accounts import AccountFilter
from o2c.accounts.financial_accounts.filters.feed import FeedLineFilter

__all__ = ["AccountFilter", "FeedLineFilter"]
