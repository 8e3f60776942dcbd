"""Who may read what left the house, and send again what was given up."""

ROLES: dict[str, set[str]] = {
    "admin": {"core.redeliver", "core.view_outbox"},
    "auditor": {"core.view_outbox"},
    "supervisor": {"core.view_outbox"},
}
