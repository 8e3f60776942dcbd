"""What this room decides without asking anybody."""

from o2c.accounts.financial_accounts.rules.accounts import ACCOUNT_MOVES, OpeningFacts, may_carry, opening_gaps, tax_treatment

__all__ = ["ACCOUNT_MOVES", "OpeningFacts", "may_carry", "opening_gaps", "tax_treatment"]
