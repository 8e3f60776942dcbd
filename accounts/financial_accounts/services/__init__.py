"""Verbs over financial accounts, and the step by which an import takes customers and accounts in."""

from o2c.accounts.financial_accounts.services import accounts, imported, links, profiles

__all__ = ["accounts", "imported", "links", "profiles"]
