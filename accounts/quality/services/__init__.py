"""Verbs over the quality of master data."""

from o2c.accounts.quality.services import duplicates, issues, merging, runs

__all__ = ["duplicates", "issues", "merging", "runs"]
