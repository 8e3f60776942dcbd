"""Who may do what on this floor: role -> permissions (the names of verbs and views)."""

CUSTOMER_DATA = {
    "accounts.create_customer",
    "accounts.edit_customer",
    "accounts.start_onboarding",
    "accounts.activate_customer",
    "accounts.set_address",
    "accounts.add_contact",
    "accounts.end_contact",
    "accounts.confirm_contact",
    "accounts.add_tax_registration",
    "accounts.record_tax_check",
    "accounts.relate_customers",
    "accounts.end_relation",
    "accounts.add_bank_account",
}
CUSTOMER_DECISIONS = {
    "accounts.suspend_customer",
    "accounts.resume_customer",
    "accounts.start_closing_customer",
    "accounts.close_customer",
    "accounts.reopen_customer",
    "accounts.verify_bank_account",
    "accounts.block_bank_account",
}

ROLES: dict[str, set[str]] = {
    "clerk": CUSTOMER_DATA,
    "supervisor": CUSTOMER_DATA | CUSTOMER_DECISIONS,
    "approver": {"accounts.verify_bank_account", "accounts.block_bank_account"},
    "system": {"accounts.record_bounce", "accounts.record_tax_check"},
}
