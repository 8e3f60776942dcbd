"""What this room tells the house when it loads."""

from o2c.accounts.financial_accounts.gates import closed_accounts_only
from o2c.core import gates

gates.answer("close_customer", closed_accounts_only)
