"""Who may do what in this room: role -> permissions (the names of verbs and views)."""

READING = {"billing.view_billing_runs"}
# What a job does in the name of whoever asked for it.
WORKING = {"billing.compute_run", "billing.check_run", "billing.propose_run", "billing.post_run_documents", "billing.finish_run"}
BILLING = {
    "billing.open_billing_run",
    "billing.repropose_run",
    "billing.submit_run",
    "billing.approve_run",
    "billing.continue_run",
    "billing.discard_run",
    "billing.cancel_run",
}

ROLES: dict[str, set[str]] = {
    "clerk": READING | WORKING | BILLING,
    "finance": READING | WORKING | BILLING,
    "supervisor": READING,
    "approver": READING,
    "sales_support": READING,
    "auditor": READING,
    "system": READING | WORKING | {"billing.repropose_run"},
}
