"""Who may see corrections and work on them."""

VIEWS = {"billing.view_corrections"}
WORKS = VIEWS | {
    "billing.open_correction",
    "billing.propose_spend_credits",
    "billing.edit_correction",
    "billing.edit_correction_line",
    "billing.submit_correction",
    "billing.approve_correction",
    "billing.withdraw_correction",
    "billing.execute_correction",
}
ROLES: dict[str, set[str]] = {
    **dict.fromkeys(["collector", "cash_clerk", "approver", "legal", "auditor", "sales_support"], VIEWS),
    **dict.fromkeys(["clerk", "finance", "supervisor"], WORKS),
    "system": VIEWS | {"billing.follow_correction_approval"},
}
