"""Who may send again what was given up."""

ROLES: dict[str, set[str]] = {"admin": {"core.redeliver"}}
