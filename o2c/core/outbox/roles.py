"""Who may read what left the house, send again what was given up, and say which other systems hear of events."""

WEBHOOKS = {"core.view_webhooks", "core.create_webhook", "core.retire_webhook"}
ROLES: dict[str, set[str]] = {
    "admin": {"core.redeliver", "core.view_outbox", *WEBHOOKS},
    "auditor": {"core.view_outbox"},
    "supervisor": {"core.view_outbox"},
}
