"""Verbs over financial accounts, their campaigns and billing profiles."""

from o2c.accounts.financial_accounts.services import accounts, links, profiles

__all__ = ["accounts", "links", "profiles"]
