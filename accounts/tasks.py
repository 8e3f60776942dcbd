"""Celery entry points of this floor: each room has its own."""

from o2c.accounts.cases import tasks as cases
from o2c.accounts.financial_accounts import tasks as financial_accounts

__all__ = ["cases", "financial_accounts"]
