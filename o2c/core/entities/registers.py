"""What this room tells the house when it loads."""

from o2c.core.entities.reference import sync_currencies
from o2c.core.reference import reference

reference("currencies", sync_currencies)
