"""Who may do what on this floor: role -> permissions (the names of verbs and views)."""

ROLES: dict[str, set[str]] = {
    "cash_clerk": {"billing.allocate_items", "billing.reverse_allocation"},
    "finance": {"billing.reverse_entry", "billing.reverse_allocation"},
    "supervisor": {"billing.reverse_allocation"},
}
