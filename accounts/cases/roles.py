"""Who may see cases, work on them, keep the answers and write playbooks."""

VIEWS = {"accounts.view_cases"}
TALKS = VIEWS | {
    "accounts.open_case",
    "accounts.note_contact",
    "accounts.answer_case",
    "accounts.keep_answer_letter",
    "accounts.start_case",
    "accounts.return_case",
}
WORKS = TALKS | {
    "accounts.triage_case",
    "accounts.lift_case",
    "accounts.resolve_case",
    "accounts.close_case",
    "accounts.reopen_case",
    "accounts.judge_claim",
    "accounts.grant_compensation",  # to ask for it: another person decides
    "accounts.file_from_case",
    "accounts.do_step",
    "accounts.flag_customer",
}
LEADS = {
    "accounts.add_answer",
    "accounts.edit_answer",
    "accounts.write_playbook",
    "accounts.edit_playbook",
    "accounts.agree_special",
    "accounts.drop_special",
}
ROLES: dict[str, set[str]] = {
    "clerk": WORKS,
    "supervisor": WORKS | LEADS,
    **dict.fromkeys(["collector", "finance", "sales_support", "legal"], TALKS | {"accounts.resolve_case"}),
    "approver": VIEWS | {"accounts.agree_special"},
    **dict.fromkeys(["cash_clerk", "compliance_clerk", "compliance_officer", "auditor"], VIEWS),
    "system": VIEWS | {"accounts.take_mail", "accounts.flag_customers", "accounts.expire_specials"},
}
