"""Who may do what on this floor: role -> permissions (the names of verbs and views)."""

READ = {"collections.view_portfolio"}
LEAD = {"collections.found_portfolio", "collections.hand_over_portfolio", "collections.assign_customers"}

ROLES: dict[str, set[str]] = {
    "collector": READ,
    "finance": READ,
    "auditor": READ,
    "supervisor": READ | LEAD,
}
