"""Who may hand the journal over and name the accounts."""

VIEWS = {"billing.view_journal_exports"}
HANDS_OVER = {"billing.propose_mapping", "billing.activate_mapping", "billing.export_journal"}

ROLES: dict[str, set[str]] = {
    **dict.fromkeys(["approver", "auditor", "supervisor"], VIEWS),
    "finance": VIEWS | HANDS_OVER,
    "system": VIEWS | {"billing.export_journal"},
}
