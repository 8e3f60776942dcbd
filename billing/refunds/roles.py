"""Who may see refunds, ask for them, decide on them, and send them. Maker, approver and releaser are kept apart record by record."""

VIEWS = {"billing.view_refunds"}
# `approve_refund` lets one ask for the approval; whoever decides holds the role its policy names.
MAKES = {
    "billing.draft_refund",
    "billing.set_off_refund",
    "billing.submit_refund",
    "billing.cancel_refund",
    "billing.approve_refund",
}
RELEASES = {"billing.release_refund", "billing.reject_refund"}
SENDS = {
    "billing.make_payment_file",
    "billing.fetch_payment_file",
    "billing.discard_payment_file",
    "billing.ask_another_fetch",
    "billing.allow_another_fetch",
    "billing.send_card_refund",
    "billing.take_status_report",
}

ROLES: dict[str, set[str]] = {
    **dict.fromkeys(["collector", "sales_support", "legal", "auditor", "compliance_officer", "cash_clerk"], VIEWS),
    "clerk": VIEWS | MAKES,
    "supervisor": VIEWS,  # decides on young bank details; who handles cash or cheques asks for no refund
    "approver": VIEWS | {"billing.approve_refund", "billing.release_refund", "billing.reject_refund"},
    "finance": VIEWS | RELEASES | SENDS,
    "system": VIEWS
    | {
        "billing.record_capture",
        "billing.confirm_refund_payment",
        "billing.return_refund_payment",
        "billing.take_status_report",
        "billing.follow_refund_approval",
    },
}
