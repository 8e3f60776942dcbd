"""Who may do what on this floor: role -> permissions (the names of verbs and views)."""

READ_LISTS = {"compliance.view_watchlists"}
LOAD_LISTS = {"compliance.import_watchlist", "compliance.note_failed_load"}

ROLES: dict[str, set[str]] = {
    "compliance_clerk": READ_LISTS,
    "compliance_officer": READ_LISTS | LOAD_LISTS | {"compliance.accept_watchlist_version"},
    "legal": READ_LISTS,
    "auditor": READ_LISTS,
    "system": READ_LISTS | LOAD_LISTS,
}
