"""Who may see our registrations with clients and work on them."""

VIEWS = {"accounts.view_vendors"}
WORKS = VIEWS | {
    "accounts.open_vendor_registration",
    "accounts.edit_vendor_registration",
    "accounts.request_vendor_registration",
    "accounts.submit_vendor_registration",
    "accounts.accept_vendor_registration",
    "accounts.reject_vendor_registration",
}
ROLES: dict[str, set[str]] = {
    **dict.fromkeys(["collector", "finance", "cash_clerk", "sales_support", "approver", "legal", "auditor"], VIEWS),
    "clerk": WORKS,
    "supervisor": WORKS,
    "system": VIEWS | {"accounts.watch_vendor_registrations"},
}
