"""Who may see and propose limits: role -> permissions. A second person's approval puts them in force."""

SETS = {"core.propose_limit", "core.activate_limit", "core.view_limits"}

ROLES: dict[str, set[str]] = {
    "finance": SETS,
    "supervisor": SETS,
    **{role: {"core.view_limits"} for role in ("approver", "auditor", "cash_clerk", "clerk", "collector", "compliance_officer", "legal")},
}
