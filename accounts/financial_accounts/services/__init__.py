"""Verbs over financial accounts, their profiles and links, their merges and replacements, and the feed that opens them."""

from o2c.accounts.financial_accounts.services import accounts, feed, links, merging, profiles, replacing

__all__ = ["accounts", "feed", "links", "merging", "profiles", "replacing"]
