"""Tables of this floor: each room has its own."""

from o2c.compliance.watchlists import models as watchlists

__all__ = ["watchlists"]
