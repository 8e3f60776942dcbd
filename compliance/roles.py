"""Who may do what on this floor: role -> permissions (the names of verbs and views)."""

ROLES: dict[str, set[str]] = {}
