"""What this room tells the house when it loads."""

from o2c.accounts.contracts.reference import sync_terms
from o2c.core.reference import reference

reference("payment_terms", sync_terms)
