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
    "accounts.verify_bank_account",  # to ask for it: another person decides
}
CUSTOMER_DECISIONS = {
    "accounts.suspend_customer",
    "accounts.resume_customer",
    "accounts.start_closing_customer",
    "accounts.close_customer",
    "accounts.reopen_customer",
    "accounts.block_bank_account",
}

CONTRACT_DATA = {
    "accounts.create_contract",
    "accounts.edit_contract",
    "accounts.amend_contract",
    "accounts.submit_contract",
    "accounts.attach_signed_copy",
    "accounts.ask_contract_waiver",
    "accounts.grant_contract_waiver",  # to ask for it: another person decides
    "accounts.create_purchase_order",
    "accounts.update_purchase_order",
    "accounts.close_purchase_order",
    "accounts.reopen_purchase_order",
    "accounts.cancel_purchase_order",
    "accounts.create_insertion_order",
    "accounts.edit_insertion_order",
    "accounts.sign_insertion_order",
    "accounts.close_insertion_order",
    "accounts.cancel_insertion_order",
}
CONTRACT_DECISIONS = {
    "accounts.approve_contract",
    "accounts.activate_contract",
    "accounts.return_contract",
    "accounts.terminate_contract",
    "accounts.end_contract_waiver",
}
CREDIT = {"accounts.record_credit_check"}
# Those who prepare prices and our own rules; an approver brings them into force.
TERMS_DATA = {
    "accounts.create_price_list",
    "accounts.propose_condition",
    "accounts.activate_condition",
    "accounts.withdraw_condition",
    "accounts.end_condition",
    "accounts.propose_contract_policy",
    "accounts.activate_contract_policy",
    "accounts.add_signing_authority",
    "accounts.end_signing_authority",
    "accounts.create_payment_term",
}
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
DECISIONS = CUSTOMER_DECISIONS | CONTRACT_DECISIONS | ACCOUNT_DECISIONS | TERMS_DATA | CREDIT

VIEWS = {"accounts.view_customers", "accounts.view_contracts", "accounts.view_campaigns", "accounts.view_financial_accounts"}

ROLES: dict[str, set[str]] = {
    "clerk": VIEWS | DATA,
    "supervisor": VIEWS | DATA | DECISIONS,
    "approver": VIEWS | {"accounts.block_bank_account"} | CONTRACT_DECISIONS,
    **dict.fromkeys(["collector", "cash_clerk", "compliance_clerk", "compliance_officer", "auditor"], VIEWS),
    "finance": VIEWS | CREDIT | TERMS_DATA,
    "legal": VIEWS | {"accounts.record_legal_review"},
    "sales_support": VIEWS | {"accounts.create_campaign", "accounts.edit_campaign", "accounts.link_campaign"},
    "system": VIEWS
    | {
        "accounts.record_bounce",
        "accounts.record_tax_check",
        "accounts.expire_contract",
        "accounts.renew_contract",
        "accounts.remind_of_notice",
    },
}
