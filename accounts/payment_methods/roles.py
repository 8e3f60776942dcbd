"""Who may see how customers pay, enter it, and stop it."""

VIEWS = {"accounts.view_payment_methods"}
ENTERS = {
    "accounts.add_payment_method",
    "accounts.make_primary",
    "accounts.end_payment_method",
    "accounts.draft_mandate",
    "accounts.send_mandate",
    "accounts.sign_mandate",
    "accounts.suspend_mandate",
    "accounts.resume_mandate",
    "accounts.revoke_mandate",
    "accounts.amend_mandate",
    "accounts.record_rejection",
    "accounts.invite_registration",
    "accounts.send_fresh_link",
    "accounts.fail_registration",
    "accounts.withdraw_registration",
}
# What the card processor, direct debit and the customer on our page tell us.
TOLD = {
    "accounts.add_card",
    "accounts.record_authorisation",
    "accounts.record_collection",
    "accounts.record_rejection",
    "accounts.fail_registration",
    "accounts.complete_card",
    "accounts.complete_mandate",
}

ROLES: dict[str, set[str]] = {
    **dict.fromkeys(["collector", "finance", "approver", "sales_support", "compliance_officer", "legal", "auditor"], VIEWS),
    "clerk": VIEWS | ENTERS,
    "supervisor": VIEWS | ENTERS,
    "cash_clerk": VIEWS | {"accounts.record_rejection", "accounts.record_collection"},
    "system": VIEWS | TOLD | {"accounts.expire_mandates", "accounts.watch_card"},
}
