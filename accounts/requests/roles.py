"""Who may ask for changes, work on them and promise how fast."""

VIEWS = {"accounts.view_requests"}
ASKS = VIEWS | {
    "accounts.file_request",
    "accounts.edit_request",
    "accounts.write_message",
    "accounts.cancel_request",
    "accounts.close_request",
    "accounts.reopen_request",
}
WORKS = ASKS | {
    "accounts.triage_request",
    "accounts.start_request",
    "accounts.ask_requester",
    "accounts.apply_request",
    "accounts.apply_approved_request",  # to ask for it: another person decides
    "accounts.reject_request",
}

ROLES: dict[str, set[str]] = {
    **dict.fromkeys(["sales_support", "collector", "cash_clerk", "finance", "legal"], ASKS),
    **dict.fromkeys(["approver", "compliance_clerk", "compliance_officer", "auditor"], VIEWS),
    "clerk": WORKS,
    "supervisor": WORKS | {"accounts.set_service_level"},
    "system": VIEWS | {"accounts.follow_request_approval"},
}
