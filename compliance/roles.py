"""Who may do what on this floor: role -> permissions (the names of verbs and views)."""

READ = {
    "compliance.view_watchlists",
    "compliance.view_screenings",
    "compliance.view_alerts",
    "compliance.view_freezes",
}
RESTRICTED = {"compliance.view_restricted_alerts"}
REPORT = {"compliance.log_alert"}
LOAD_LISTS = {"compliance.import_watchlist", "compliance.note_failed_load"}
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
    "compliance.open_delta",
    "compliance.finish_part",
    "compliance.finish_screening",
    "compliance.screen_customers",
}

ROLES: dict[str, set[str]] = {
    "clerk": REPORT,
    "compliance_clerk": READ | CASEWORK | REPORT,
    "compliance_officer": READ | RESTRICTED | CASEWORK | REPORT | LOAD_LISTS | OFFICER,
    "legal": READ | RESTRICTED | JUDGE | {"compliance.answer_check"},
    "auditor": READ | RESTRICTED,
    "system": READ | LOAD_LISTS | RUNS,
}
