"""Who keeps master data good: role -> permissions."""

VIEW = {"accounts.view_quality"}
STEWARD = {
    "accounts.assign_issue",
    "accounts.waive_issue",
    "accounts.fix_issue",
    "accounts.reject_merge",
    "accounts.merge_customers",
    "accounts.undo_customer_merge",
}
NIGHT = {"accounts.run_quality_rule", "accounts.recheck_customer", "accounts.propose_merges"}

ROLES: dict[str, set[str]] = {
    **dict.fromkeys(["finance", "collector", "sales_support", "auditor"], VIEW),
    "clerk": VIEW | STEWARD,
    "supervisor": VIEW | STEWARD | {"accounts.edit_quality_rule", "accounts.run_quality_rule"},
    "finance": VIEW | {"accounts.assign_issue"},
    "system": VIEW | NIGHT,
}
