"""Who may do what on this floor: role -> permissions (the names of verbs and views)."""

READ = {
    "compliance.view_watchlists",
    "compliance.view_screenings",
    "compliance.view_alerts",
    "compliance.view_freezes",
}
KNOW = {"compliance.view_kyc"}
FILL_FILES = {
    "compliance.open_kyc_file",
    "compliance.edit_kyc_file",
    "compliance.answer_kyc",
    "compliance.add_kyc_document",
    "compliance.end_kyc_document",
    "compliance.add_owner",
    "compliance.add_owner_share",
    "compliance.end_owner_share",
    "compliance.end_owner",
    "compliance.submit_kyc_file",
}
APPROVE_FILES = {
    "compliance.approve_kyc_file",
    "compliance.return_kyc_file",
    "compliance.reject_kyc_file",
    "compliance.reopen_kyc_file",
}
EMBARGO = {"compliance.view_embargo"}
RULE_EMBARGO = {
    "compliance.propose_embargo_rule",
    "compliance.activate_embargo_rule",
    "compliance.ask_to_end_embargo_rule",
    "compliance.end_embargo_rule",
    "compliance.propose_licence",
    "compliance.activate_licence",
    "compliance.withdraw_licence",
}
ASSURE = {"compliance.view_assurance"}
RESTRICTED = {"compliance.view_restricted_alerts"}
REPORT = {"compliance.log_alert"}
LOAD_LISTS = {
    "compliance.import_watchlist",
    "compliance.note_failed_load",
    "compliance.note_unchanged_load",
    "compliance.note_fetched",
    "compliance.join_parties",
}
CASEWORK = {
    "compliance.take_alert",
    "compliance.ask_for_information",
    "compliance.resume_investigation",
    "compliance.clear_alert",
    "compliance.approve_clearing",
    "compliance.return_clearing",
    "compliance.confirm_alert",
    "compliance.answer_check",
    "compliance.screen_customers",
}
OFFICER = {
    "compliance.hand_over_alert",
    "compliance.keep_evidence_pack",
    "compliance.add_alert_reader",
    "compliance.remove_alert_reader",
    "compliance.decide_over_rest",
    "compliance.accept_watchlist_version",
    "compliance.discard_watchlist_version",
    "compliance.propose_screening_config",
    "compliance.activate_screening_config",
    "compliance.decline_screening_config",
    "compliance.screen_names",
    "compliance.prove_screening",
    "compliance.keep_config_effect",
    "compliance.split_parties",
    "compliance.join_by_hand",
    "compliance.reopen_alert",
    "compliance.propose_alert_release",
    "compliance.release_alert",
    "compliance.settle_brake",
    "compliance.place_freeze",
    "compliance.propose_freeze_release",
    "compliance.release_freeze",
    "compliance.request_screening",
}
JUDGE = {"compliance.uphold_alert", "compliance.overrule_alert", "compliance.release_alert", "compliance.release_freeze"}
RUNS = {
    "compliance.request_screening",
    "compliance.open_screening",
    "compliance.screen_chunk",
    "compliance.request_delta",
    "compliance.keep_config_effect",
    "compliance.open_delta",
    "compliance.finish_part",
    "compliance.finish_screening",
    "compliance.screen_customers",
}

NIGHTLY = {
    "compliance.prove_screening",
    "compliance.call_for_reviews",
    "compliance.check_ownership",
    "compliance.recheck_embargo",
    "compliance.send_digest",
}
CLERK = READ | EMBARGO | CASEWORK | REPORT | KNOW | FILL_FILES | APPROVE_FILES

ROLES: dict[str, set[str]] = {
    "clerk": REPORT | KNOW | FILL_FILES,
    "supervisor": KNOW,
    "compliance_clerk": CLERK,
    "compliance_officer": CLERK | ASSURE | RESTRICTED | LOAD_LISTS | OFFICER | RULE_EMBARGO,
    "legal": READ | EMBARGO | RESTRICTED | JUDGE | KNOW | {"compliance.answer_check"},
    "auditor": READ | ASSURE | EMBARGO | RESTRICTED | KNOW,
    "system": READ | LOAD_LISTS | RUNS | KNOW | NIGHTLY,
}
