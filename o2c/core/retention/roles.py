"""Who may propose to remove, and who may let go: role -> permissions. The same person never does both of one release."""

from o2c.core.retention.queries import VIEW

ROLES: dict[str, set[str]] = {
    "finance": {
        VIEW, "core.propose_removal", "core.count_records", "core.finish_count", "core.discard_removal",
        "core.propose_retention_period", "core.activate_retention_period",
    },
    "approver": {VIEW, "core.release_removal", "core.stop_removal"},
    "legal": {VIEW, "core.stop_removal"},
    "auditor": {VIEW},
    "admin": {VIEW},
    "system": {"core.remove_records", "core.finish_removal"},
}  # fmt: skip
