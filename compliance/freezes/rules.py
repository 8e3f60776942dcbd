"""Which questions at the gates a freeze answers with no."""

GATES = {
    "post_document": "bill",
    "release_document": "bill",
    "refund": "refund",
    "open_account": "account",
    "activate_account": "account",
    "activate_customer": "account",
    "activate_contract": "account",
    "commit_order": "order",
    "send_notice": "notice",
    "kyc_valid": "account",
}
