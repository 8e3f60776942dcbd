"""How accounts, campaigns without one, the feed and merges are listed."""

from o2c.accounts.financial_accounts.tables.accounts import AccountTable, UnlinkedTable
from o2c.accounts.financial_accounts.tables.feed import FeedLineTable, FeedRunTable, MergeTable

__all__ = ["AccountTable", "FeedLineTable", "FeedRunTable", "MergeTable", "UnlinkedTable"]
