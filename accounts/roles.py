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
    "accounts.ask_test_conversion",
    "accounts.convert_test_campaign",  # to ask for it: another person decides
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
    "accounts.replace_account",
    "accounts.appoint_payer",
    "accounts.receive_campaign_feed",
    "accounts.settle_feed_line",
    "accounts.refuse_feed_line",
    "accounts.correct_feed_line",
    "accounts.confirm_feed_line",
    "accounts.merge_accounts",
    "accounts.undo_account_merge",
}
ACCOUNT_DECISIONS = {
    "accounts.assign_account_owner",
    "accounts.hold_account",
    "accounts.release_account",
    "accounts.start_closing_account",
    "accounts.close_account",
}
DATA = CUSTOMER_DATA | CONTRACT_DATA | CAMPAIGN_DATA | ACCOUNT_DATA
DECISIONS = CUSTOMER_DECISIONS | CONTRACT_DECISIONS | ACCOUNT_DECISIONS | TERMS_DATA | CREDIT

TALKING = {"accounts.note_interaction", "accounts.request_process_change"}
SALES_SUPPORT = {
    "accounts.create_campaign",
    "accounts.edit_campaign",
    "accounts.link_campaign",
    "accounts.create_purchase_order",
    "accounts.update_purchase_order",
    "accounts.receive_campaign_feed",
    "accounts.settle_feed_line",  # the job of a feed acts for whoever sent it
    "accounts.refuse_feed_line",
}
HOLDS = {"accounts.view_records_holds", "accounts.place_records_hold", "accounts.end_records_hold"}
VIEWS = {"accounts.view_customers", "accounts.view_contracts", "accounts.view_campaigns", "accounts.view_financial_accounts"}

ROLES: dict[str, set[str]] = {
    "clerk": VIEWS | DATA,
    "supervisor": VIEWS | DATA | DECISIONS,
    "approver": VIEWS | {"accounts.block_bank_account"} | CONTRACT_DECISIONS,
    **dict.fromkeys(["compliance_clerk", "compliance_officer"], VIEWS),
    "auditor": VIEWS | {"accounts.view_records_holds"},
    **dict.fromkeys(["collector", "cash_clerk"], VIEWS | TALKING),
    "finance": VIEWS | TALKING | CREDIT | TERMS_DATA | HOLDS,
    "legal": VIEWS | TALKING | HOLDS | {"accounts.record_legal_review"},
    "sales_support": VIEWS | TALKING | SALES_SUPPORT,
    "sales": VIEWS | TALKING,
    "system": VIEWS
    | {
        "accounts.record_bounce",
        "accounts.record_tax_check",
        "accounts.record_mail_domain",
        "accounts.take_over_dated",
        "accounts.keep_readiness",
        "accounts.expire_contract",
        "accounts.renew_contract",
        "accounts.remind_of_notice",
        "accounts.complete_replacement",
    },
}
