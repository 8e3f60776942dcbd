"""Who may do what on this floor: role -> permissions (the names of verbs and views)."""

READING = {"billing.view_ledger"}
IMPORTING = {
    "billing.begin_import",
    "billing.import_accounts",
    "billing.import_documents",
    "billing.import_payments",
    "billing.import_settlements",
    "billing.close_import",
}

ROLES: dict[str, set[str]] = {
    "clerk": READING,
    "collector": READING,
    "cash_clerk": READING | {"billing.allocate_items", "billing.reverse_allocation"},
    "finance": READING | IMPORTING | {"billing.reverse_entry", "billing.reverse_allocation"},
    "supervisor": READING | {"billing.reverse_allocation"},
    "approver": READING,
    "legal": READING,
    "auditor": READING,
    "system": READING | IMPORTING,
}
