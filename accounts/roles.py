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
    "accounts.end_tax_registration",
    "accounts.record_mail_domain",
    "accounts.rename_customer",
    "accounts.set_tier",
    "accounts.give_customer_role",
    "accounts.end_customer_role",
    "accounts.note_interaction",
    "accounts.request_process_change",
    "accounts.apply_process_change",
    "accounts.confirm_process_change",
    "accounts.reject_process_change",
    "accounts.verify_bank_account",  # to ask for it: another person decides
}
CUSTOMER_DECISIONS = {
    "accounts.suspend_customer",
    "accounts.resume_customer",
    "accounts.start_closing_customer",
    "accounts.close_customer",
    "accounts.reopen_customer",
    "accounts.block_bank_account",
    "accounts.set_sales_owner",
    "accounts.set_tier_target",
    "accounts.set_contact_cap",
    "accounts.export_personal_data",
}

CONTRACT_DATA = {
    "accounts.create_contract",
    "accounts.edit_contract",
    "accounts.amend_contract",
    "accounts.submit_contract",
    "accounts.activate_contract",
    "accounts.create_insertion_order",
    "accounts.edit_insertion_order",
    "accounts.sign_insertion_order",
    "accounts.close_insertion_order",
    "accounts.cancel_insertion_order",
}
CONTRACT_DECISIONS = {"accounts.approve_contract", "accounts.return_contract", "accounts.terminate_contract"}
CAMPAIGN_DATA = {
    "accounts.create_campaign",
    "accounts.edit_campaign",
    "accounts.start_campaign",
    "accounts.pause_campaign",
    "accounts.end_campaign",
    "accounts.cancel_campaign",
}
ACCOUNT_DATA = {
    "accounts.propose_account",
    "accounts.edit_account",
    "accounts.open_account",
    "accounts.confirm_account_ready",
    "accounts.refuse_account",
    "accounts.create_billing_profile",
    "accounts.edit_billing_profile",
    "accounts.link_campaign",
    "accounts.unlink_campaign",
}
ACCOUNT_DECISIONS = {
    "accounts.hold_account",
    "accounts.release_account",
    "accounts.start_closing_account",
    "accounts.close_account",
}
DATA = CUSTOMER_DATA | CONTRACT_DATA | CAMPAIGN_DATA | ACCOUNT_DATA
DECISIONS = CUSTOMER_DECISIONS | CONTRACT_DECISIONS | ACCOUNT_DECISIONS | {"accounts.create_payment_term"}

TALKING = {"accounts.note_interaction", "accounts.request_process_change"}
VIEWS = {"accounts.view_customers", "accounts.view_contracts", "accounts.view_campaigns", "accounts.view_financial_accounts"}

ROLES: dict[str, set[str]] = {
    "clerk": VIEWS | DATA,
    "supervisor": VIEWS | DATA | DECISIONS,
    "approver": VIEWS | {"accounts.block_bank_account"} | CONTRACT_DECISIONS,
    **dict.fromkeys(["compliance_clerk", "compliance_officer", "auditor"], VIEWS),
    **dict.fromkeys(["collector", "cash_clerk", "finance", "legal"], VIEWS | TALKING),
    "sales_support": VIEWS | TALKING | {"accounts.create_campaign", "accounts.edit_campaign", "accounts.link_campaign"},
    "sales": VIEWS | TALKING,
    "system": VIEWS
    | {
        "accounts.record_bounce",
        "accounts.record_tax_check",
        "accounts.record_mail_domain",
        "accounts.take_over_dated",
        "accounts.keep_readiness",
        "accounts.expire_contract",
    },
}
