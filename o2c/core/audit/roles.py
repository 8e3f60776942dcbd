"""Who reads the trail: role -> permissions."""

REVIEWERS = ("auditor", "supervisor", "compliance_officer")
HISTORIANS = (*REVIEWERS, "clerk", "collector", "finance", "approver", "sales_support", "sales", "legal")

ROLES: dict[str, set[str]] = {role: {"core.view_history"} for role in HISTORIANS}
for role in REVIEWERS:
    ROLES[role] = ROLES[role] | {"core.view_audit"}
ROLES["system"] = {"core.anchor_day"}
