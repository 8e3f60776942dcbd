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

SPEND = {"billing.view_spend", "billing.view_exceptions"}
CONTROLLING = {"billing.run_control", "billing.assign_exception", "billing.resolve_exception"}

ROLES: dict[str, set[str]] = {
    "clerk": READING | SPEND | CONTROLLING | {"billing.import_spend"},
    "collector": READING,
    "cash_clerk": READING | {"billing.allocate_items", "billing.reverse_allocation"},
    "finance": READING
    | SPEND
    | IMPORTING
    | CONTROLLING
    | {"billing.waive_exception", "billing.import_spend", "billing.reverse_entry", "billing.reverse_allocation"},
    "sales_support": SPEND,
    "supervisor": READING | SPEND | CONTROLLING | {"billing.waive_exception", "billing.reverse_allocation"},
    "approver": READING,
    "legal": READING,
    "auditor": READING | SPEND,
    "system": READING | SPEND | IMPORTING | {"billing.import_spend", "billing.run_control", "billing.tell_open_amounts"},
}
