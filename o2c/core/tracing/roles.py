"""Who may follow the money: everybody who reads; each record on the way asks for its own right besides."""

from o2c.core.access.roles import READERS

ROLES: dict[str, set[str]] = {role: {"core.view_trace"} for role in READERS}
